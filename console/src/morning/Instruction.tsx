import { addDays, dayOf, formatMonthDay, type OrderView } from '@yihu/shared';
import { Alert, Button, Card, DatePicker, Flex, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { errText, get, post } from '../api/request';
import { useAllUnits } from '../api/units';
import { useCommand } from '../api/use-command';
import { AnyUnitSelect, PersonSelect, useNow, useSending } from '../components';

/** What an instruction is about: an order, a unit or grid, or whatever is chosen in the box. */
export type About =
  | { kind: 'none' }
  | { kind: 'unit'; unitId: string; words: string }
  | { kind: 'order'; orderId: string; orderNo: string; matter: string };

interface Values {
  unitId?: string | undefined;
  personId?: string | undefined;
  untilDay?: string | undefined;
  words: string;
}

/** The box a leader writes into: what he writes is a task of the unit or person named, to the day. */
export function Instruction({ about, onDone }: { about: About; onDone: () => void }) {
  const today = dayOf(useNow());
  const start: Values = { untilDay: addDays(today, 2), words: '' };
  const [values, setValues] = useState<Values>(start);
  const [missing, setMissing] = useState('');
  const { busy, error: refusal, setError, sending } = useSending();
  const error = missing !== '' || refusal === null ? missing : errText(refusal);
  const [done, setDone] = useState('');
  const command = useCommand();
  const units = useAllUnits();
  const set = (part: Partial<Values>) => {
    setValues((before) => ({ ...before, ...part }));
    setMissing('');
    setError(null);
  };
  useEffect(() => {
    if (about.kind === 'unit') {
      setValues((before) => ({ ...before, unitId: about.unitId, personId: undefined, words: about.words }));
    }
    if (about.kind !== 'none') setDone('');
  }, [about]);

  const send = async () => {
    const { unitId, personId, untilDay, words } = values;
    if (unitId === undefined || words.trim().length < 2 || busy) {
      setMissing(unitId === undefined ? '请选交给哪个单位' : '请写批示内容');
      return;
    }
    const fields = { untilDay, words: words.trim(), ...(personId === undefined ? {} : { personId }) };
    await sending(async () => {
      const commandId = command.idFor(about, unitId, fields);
      if (about.kind === 'order') {
        const { version } = await get<OrderView>(`/api/orders/${about.orderId}`);
        const body = { commandId, version, fields: { ...fields, unitId } };
        await post(`/api/orders/${about.orderId}/procedures/directive`, body);
      } else await post('/api/procedures/open/charge', { commandId, version: 0, homeId: unitId, fields });
      command.done();
      const name = units?.find(({ id }) => id === unitId)?.shortName ?? '';
      setDone(`已交给${name},${formatMonthDay(untilDay ?? today)}前落实。`);
      setValues(start);
      onDone();
    });
  };
  return (
    <Card
      id="instruction"
      size="small"
      title={<h2 className="desk-chart-title">批示</h2>}
      extra={
        about.kind === 'order' && (
          <Button size="small" onClick={onDone}>
            不针对这件
          </Button>
        )
      }
    >
      {about.kind === 'order' && (
        <p>
          关于 <a href={`#/orders?view=ALL&id=${about.orderId}`}>{about.orderNo}</a> {about.matter}
        </p>
      )}
      <Form layout="vertical" onFinish={() => void send()}>
        <Flex gap="small" wrap>
          <Form.Item label="交给哪个单位" htmlFor="instruct-unit" required className="morning-field">
            <AnyUnitSelect
              id="instruct-unit"
              of={['HOTLINE_OFFICE', 'SECTION', 'COMMUNITY', 'GRID', 'EXTERNAL']}
              {...(values.unitId === undefined ? {} : { value: values.unitId })}
              onChange={(unitId) => set({ unitId, personId: undefined })}
            />
          </Form.Item>
          <Form.Item label="请谁落实" htmlFor="instruct-person" className="morning-field">
            <PersonSelect
              id="instruct-person"
              unitId={values.unitId}
              value={values.personId}
              onChange={(personId) => set({ personId })}
            />
          </Form.Item>
          <Form.Item label="办到哪天" htmlFor="instruct-day" required className="morning-field">
            <DatePicker
              id="instruct-day"
              allowClear={false}
              minDate={dayjs(today)}
              value={dayjs(values.untilDay)}
              onChange={(day) => day !== null && set({ untilDay: day.format('YYYY-MM-DD') })}
            />
          </Form.Item>
        </Flex>
        <Form.Item label="批示内容" htmlFor="instruct-words" required>
          <Input.TextArea
            id="instruct-words"
            maxLength={500}
            showCount
            autoSize={{ minRows: 3, maxRows: 8 }}
            value={values.words}
            onChange={(event) => set({ words: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
            }}
          />
        </Form.Item>
        {error !== '' && (
          <Alert type="error" showIcon role="alert" title={error} style={{ marginBottom: 8 }} />
        )}
        {done !== '' && (
          <Alert type="success" showIcon role="status" title={done} style={{ marginBottom: 8 }} />
        )}
        <Button id="instruct-send" type="primary" htmlType="submit" loading={busy}>
          批示交办
        </Button>
      </Form>
    </Card>
  );
}
