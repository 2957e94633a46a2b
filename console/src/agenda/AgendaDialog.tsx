import { useQuery } from '@tanstack/react-query';
import { dayOf, ledgerKind } from '@yihu/shared';
import { App, Form, Select } from 'antd';
import { useRef, useState } from 'react';
import { LEDGERS_KEY, ledgerItems, putOnAgenda } from '../api/registers';
import { useCommand } from '../api/use-command';
import { FormDialog, useDoing, useNow } from '../components';
import { agendaText, meetingsToCome } from './agenda.view';

const SESSION = 'session';
const NEW = 'new';

interface Props {
  orderIds: readonly string[];
  /** Entries of ledgers whose open orders go along. */
  itemIds: readonly string[];
  onDone: () => void;
  onClose: () => void;
}

/** Puts what was chosen on the agenda of a meeting: one that is to come, or a new one. */
export function AgendaDialog({ orderIds, itemIds, onDone, onClose }: Props) {
  const command = useCommand();
  const today = dayOf(useNow());
  const { message } = App.useApp();
  const { renew } = useDoing(LEDGERS_KEY);
  const [asked, setAsked] = useState<string | null>(null);
  const said = useRef('');
  const meetings = useQuery({
    queryKey: [...LEDGERS_KEY, SESSION, false],
    queryFn: () => ledgerItems(SESSION, false),
  });
  const toCome = meetingsToCome(meetings.data?.items ?? [], today);
  const chosen = asked ?? toCome[0]?.id ?? NEW;
  const isNew = chosen === NEW;
  const send = async (written: Record<string, unknown>) => {
    const fields = isNew ? written : {};
    const to = isNew ? {} : { sessionId: chosen };
    const commandId = command.idFor(chosen, orderIds, itemIds, fields);
    const body = { commandId, version: 0, orderIds: [...orderIds], itemIds: [...itemIds], fields, ...to };
    said.current = agendaText(await putOnAgenda(body));
    command.done();
    await renew();
  };
  return (
    <FormDialog
      title="列入会议议程"
      fields={isNew ? ledgerKind(SESSION).fields : []}
      start={{ form: 'MEETING' }}
      order={null}
      ready={!meetings.isPending}
      send={send}
      onClose={onClose}
      onDone={() => {
        void message.success(said.current);
        onDone();
      }}
    >
      <p className="desk-muted">会后没有办完的,自动转到下一次同类会议的议程。</p>
      <Form.Item label="哪次会议" htmlFor="agenda-session" layout="vertical">
        <Select
          id="agenda-session"
          value={chosen}
          loading={meetings.isPending}
          onChange={setAsked}
          options={[
            ...toCome.map(({ id, title, heldOn, ordersTotal }) => ({
              value: id,
              label: `${heldOn ?? ''} ${title}(议程 ${ordersTotal} 件)`,
            })),
            { value: NEW, label: '新定一次会议' },
          ]}
        />
      </Form.Item>
    </FormDialog>
  );
}
