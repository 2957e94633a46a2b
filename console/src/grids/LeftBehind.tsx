import { useQueryClient } from '@tanstack/react-query';
import type { DeskGrid } from '@yihu/shared';
import { Alert, App, Button, Flex } from 'antd';
import { useState } from 'react';
import { GRIDS_KEY, moveGridPeople } from '../api/geo';
import { errText } from '../api/request';
import { AnyUnitSelect, useSending } from '../components';

/** Whose names stand for a grid's people: each once. */
export const peopleOf = ({ posts }: Pick<DeskGrid, 'posts'>): string =>
  [...new Set(posts.map(({ name }) => name))].join('、');

/** Where people of a grid may go. */
export const FOR_PEOPLE = ['GRID', 'COMMUNITY', 'SECTION'] as const;

/** A grid that has ended while people still work in it: they are sent where they are needed. */
export function LeftBehind({ grid }: { grid: DeskGrid }) {
  const [to, setTo] = useState(grid.community?.id);
  const { busy, error, sending } = useSending();
  const { message } = App.useApp();
  const client = useQueryClient();
  const move = () =>
    sending(async () => {
      const { moved } = await moveGridPeople(grid.id, to ?? '');
      await client.invalidateQueries({ queryKey: GRIDS_KEY });
      void message.success(`${moved.join('、')}已转走`);
    });
  return (
    <Flex vertical gap="small">
      <Alert type="warning" showIcon title={`${peopleOf(grid)}还在这个停用的网格里,收不到新派的工单`} />
      <Flex gap="small">
        <AnyUnitSelect
          aria-label="人员转到"
          of={FOR_PEOPLE}
          except={grid.id}
          style={{ flex: 1 }}
          value={to}
          onChange={setTo}
        />
        <Button
          id="people-move"
          type="primary"
          loading={busy}
          disabled={to === undefined}
          onClick={() => void move()}
        >
          转过去
        </Button>
      </Flex>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </Flex>
  );
}
