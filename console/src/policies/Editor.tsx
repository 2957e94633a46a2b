import { useQuery } from '@tanstack/react-query';
import { dayStart, type PolicyKindName, type PolicyView } from '@yihu/shared';
import { Alert, App, Button, DatePicker, Flex, Input, Modal, Tabs } from 'antd';
import dayjs from 'dayjs';
import { useDeferredValue, useState } from 'react';
import { checkPolicy, savePolicy } from '../api/policies';
import { errText } from '../api/request';
import { useSending } from '../components';
import { useKeys } from '../keys';
import { useCan } from '../session/session';
import { Changes } from './Changes';
import { PolicyBody } from './PolicyBody';
import { Simulation } from './Simulation';

interface Props {
  kind: PolicyKindName;
  start: object;
  /** The newest version there is; 0 for none. For a calendar it depends on the year. */
  baseOf: (body: object) => number;
  needsSecond: boolean;
  /** Told of every change. */
  onDraft: (body: object) => void;
  onSaved: (saved: PolicyView) => void;
  onClose: () => void;
}

/** A rule being written: by forms, or as JSON; what is wrong and what it changes is said while it is written. */
export function Editor({ kind, start, baseOf, needsSecond, onDraft, onSaved, onClose }: Props) {
  const [body, keepBody] = useState<object>(start);
  const setBody = (next: object) => {
    keepBody(next);
    onDraft(next);
  };
  const [saving, setSaving] = useState(false);
  const deferred = useDeferredValue(body);
  const check = useQuery({
    queryKey: ['policy-check', kind, deferred],
    queryFn: () => checkPolicy(kind, deferred),
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const faults = check.data?.faults ?? [];
  const changes = check.data?.changes ?? [];
  const simulates = useCan('policy:simulate') && (kind === 'clock' || kind === 'limit');
  const mayAsk = check.data?.ok === true && changes.length > 0;
  useKeys('规则', [
    { key: 'ctrl+s', label: '保存规则', run: () => setSaving(true), inFields: true, active: mayAsk },
  ]);
  const items = [
    {
      key: 'form',
      label: '内容',
      children: <PolicyBody kind={kind} body={body} faults={faults} onChange={setBody} />,
    },
    { key: 'changes', label: `改动 ${changes.length}`, children: <Changes kind={kind} changes={changes} /> },
    ...(simulates
      ? [
          {
            key: 'simulate',
            label: '上个月按新规则会怎样',
            children: <Simulation asked={kind === 'clock' ? { clock: body } : { limit: body }} />,
          },
        ]
      : []),
    { key: 'json', label: 'JSON(熟手用)', children: <JsonForm body={body} onChange={setBody} /> },
  ];
  return (
    <Flex vertical gap="small">
      <Flex gap="small" align="center" wrap>
        <Button id="policy-save" type="primary" disabled={!mayAsk} onClick={() => setSaving(true)}>
          保存为新版本
        </Button>
        <Button onClick={onClose}>不改了</Button>
        <span aria-live="polite">
          {check.isError
            ? errText(check.error)
            : faults.length > 0
              ? `有 ${faults.length} 处不对,标在所在的行`
              : changes.length === 0
                ? '还没有改动'
                : '检查通过'}
        </span>
      </Flex>
      <Tabs items={items} destroyOnHidden />
      {saving && (
        <SaveDialog
          kind={kind}
          body={body}
          base={baseOf(body)}
          needsSecond={needsSecond}
          onSaved={onSaved}
          onClose={() => setSaving(false)}
        />
      )}
    </Flex>
  );
}

function JsonForm({ body, onChange }: { body: object; onChange: (body: object) => void }) {
  const [text, setText] = useState(() => JSON.stringify(body, null, 2));
  const [bad, setBad] = useState<string | null>(null);
  const change = (next: string) => {
    setText(next);
    try {
      const read: unknown = JSON.parse(next);
      if (typeof read !== 'object' || read === null) throw new Error('应是对象或列表');
      onChange(read);
      setBad(null);
    } catch (e) {
      setBad(errText(e));
    }
  };
  return (
    <>
      {bad !== null && <Alert type="error" title={`读不懂:${bad}`} role="alert" />}
      <Input.TextArea
        aria-label="规则的 JSON"
        className="desk-code"
        autoSize={{ minRows: 12, maxRows: 30 }}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
    </>
  );
}

interface SaveProps {
  kind: PolicyKindName;
  body: object;
  base: number;
  needsSecond: boolean;
  onSaved: (saved: PolicyView) => void;
  onClose: () => void;
}

function SaveDialog({ kind, body, base, needsSecond, onSaved, onClose }: SaveProps) {
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const { busy, error, sending } = useSending();
  const submit = async () => {
    await sending(async () => {
      const effectiveAt = day === null ? undefined : dayStart(day);
      const saved = await savePolicy(kind, { body, base, note: note.trim(), effectiveAt });
      void message.success(saved.state === 'PENDING' ? '已保存,等另一位复核' : '已保存');
      onSaved(saved);
    });
  };
  return (
    <Modal
      open
      title={`保存第 ${base + 1} 版`}
      okText="保存"
      okButtonProps={{ id: 'policy-save-now', disabled: note.trim() === '' }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <Flex vertical gap="small">
        <p>
          已经承诺的时限不变,只对以后算起的有效。
          {needsSecond && '这类规则须由另一位有权限的人复核后才生效。'}
        </p>
        <label htmlFor="policy-note">为什么改(会留在版本记录里)</label>
        <Input.TextArea
          id="policy-note"
          autoFocus
          maxLength={200}
          showCount
          autoSize={{ minRows: 2 }}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {kind !== 'calendar' && (
          <>
            <label htmlFor="policy-day">从哪天零点起(不选:保存后立即)</label>
            <DatePicker
              id="policy-day"
              value={day === null ? null : dayjs(day)}
              disabledDate={(date) => date.isBefore(dayjs().endOf('day'))}
              onChange={(date) => setDay(date === null ? null : date.format('YYYY-MM-DD'))}
            />
          </>
        )}
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </Flex>
    </Modal>
  );
}
