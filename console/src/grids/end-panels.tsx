import type { DeskGrid } from '@yihu/shared';
import { Alert, Form, Input } from 'antd';
import { useState } from 'react';
import { mergeGrids, retireGrid } from '../api/geo';
import { AnyUnitSelect } from '../components';
import { FOR_PEOPLE, peopleOf } from './LeftBehind';
import { Panel } from './Panel';
import type { PanelProps } from './panels';
import { useChange } from './use-change';

export function MergePanel({
  grid,
  others,
  onDone,
  onClose,
}: Pick<PanelProps, 'onDone' | 'onClose'> & { grid: DeskGrid; others: readonly DeskGrid[] }) {
  const change = useChange(
    (ask) =>
      mergeGrids(grid.id, {
        ...ask,
        version: grid.version,
        others: others.map(({ id, version }) => ({ id, version })),
      }),
    others.map(({ id }) => id).join(),
    (plan) => onDone(plan, `${others.length} 个网格已并入「${grid.name}」`),
  );
  return (
    <Panel
      title={`并入「${grid.name}」`}
      change={change}
      missing={others.length === 0 ? '请在列表或地图上点选要并入的网格' : null}
      onClose={onClose}
    >
      <p>
        {others.length === 0
          ? '还没有选。'
          : `将并入 ${others.map(({ name }) => `「${name}」`).join('')}。它们随即停用,旧工单仍看得到原网格;人员转到「${grid.name}」,张贴的码也改为打开它。`}
      </p>
    </Panel>
  );
}

export function RetirePanel({
  grid,
  onDone,
  onClose,
}: Pick<PanelProps, 'onDone' | 'onClose'> & { grid: DeskGrid }) {
  const [reason, setReason] = useState('');
  const [peopleTo, setPeopleTo] = useState(grid.community?.id);
  const isManned = grid.posts.length > 0;
  const change = useChange(
    (ask) =>
      retireGrid(grid.id, { ...ask, version: grid.version, reason, ...(isManned ? { peopleTo } : {}) }),
    `${reason} ${peopleTo}`,
    (plan) => onDone(plan, `「${grid.name}」已停用`),
  );
  const missing =
    reason.trim() === '' ? '请写停用原因' : isManned && peopleTo === undefined ? '请选人员转到哪里' : null;
  return (
    <Panel title={`停用「${grid.name}」`} change={change} danger missing={missing} onClose={onClose}>
      <Alert type="info" showIcon title="停用后这块地没有网格,诉求由热线办研判;旧工单仍看得到它。" />
      <Form.Item label="停用原因" htmlFor="grid-reason" required>
        <Input.TextArea
          id="grid-reason"
          value={reason}
          maxLength={200}
          autoSize={{ minRows: 2 }}
          onChange={(event) => setReason(event.target.value)}
        />
      </Form.Item>
      {isManned && (
        <Form.Item label={`${peopleOf(grid)}转到`} htmlFor="grid-people-to" required>
          <AnyUnitSelect
            id="grid-people-to"
            of={FOR_PEOPLE}
            except={grid.id}
            value={peopleTo}
            onChange={setPeopleTo}
          />
        </Form.Item>
      )}
    </Panel>
  );
}
