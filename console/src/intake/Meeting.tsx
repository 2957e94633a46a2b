import { useQueryClient } from '@tanstack/react-query';
import { CHANNELS, dayOf, GATHERINGS, type MeetingResult, type MeetingRow, SOURCES } from '@yihu/shared';
import { Alert, Button, Checkbox, Flex, Form, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { takeMeeting } from '../api/intake';
import { useStreetId } from '../api/places';
import { errText } from '../api/request';
import { useCommand } from '../api/use-command';
import { DeskPage, useNow, useSending } from '../components';
import { useKeys } from '../keys';
import { Emergency } from './Advice';
import { CALL_CHANNELS } from './filing.view';
import './intake.css';
import { MeetingRows, type ShownRow } from './MeetingRows';
import { listOf, ROW_STATES, type RowState, stateOf } from './meeting.view';
import { SheetUpload } from './SheetUpload';

const AT_MOST = 100;
const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

/** Everything said at one gathering: pasted, looked through row by row, taken in at once. */
export default function Meeting() {
  const today = dayOf(useNow());
  const streetId = useStreetId();
  const client = useQueryClient();
  const command = useCommand();
  const [head, setHead] = useState({
    title: '',
    form: 'MEETING' as keyof typeof GATHERINGS,
    heldOn: today,
    place: '',
    channel: 'WINDOW' as keyof typeof CHANNELS,
    source: 'RESIDENT' as keyof typeof SOURCES,
  });
  const [pasted, setPasted] = useState('');
  const [withKnown, setWithKnown] = useState(false);
  const [trial, setTrial] = useState<MeetingResult | null>(null);
  const [done, setDone] = useState<{ result: MeetingResult; rows: MeetingRow[]; lines: number[] } | null>(
    null,
  );
  const { busy, error, sending } = useSending();
  const { rows, lines, unused } = useMemo(() => listOf(pasted), [pasted]);
  const chosen = (trial?.rows ?? []).flatMap((result) => {
    const row = rows[result.row - 1];
    const state = stateOf(result);
    return row !== undefined && (state === 'NEW' || (withKnown && state === 'KNOWN'))
      ? [{ row, line: lines[result.row - 1] ?? result.row }]
      : [];
  });

  const paste = (text: string) => {
    setPasted(text);
    setTrial(null);
  };
  const change = (part: Partial<typeof head>) => {
    setHead({ ...head, ...part });
    setTrial(null);
  };
  const send = async (dryRun: boolean) => {
    const given = dryRun ? rows : chosen.map(({ row }) => row);
    if (busy || streetId === undefined || given.length === 0) return;
    await sending(async () => {
      const body = { ...head, dryRun, streetId, rows: given };
      const result = await takeMeeting({ ...body, commandId: command.idFor(body) });
      if (dryRun) return setTrial(result);
      command.done();
      setDone({ result, rows: given, lines: chosen.map(({ line }) => line) });
      await client.invalidateQueries({ queryKey: ['orders'] });
    });
  };
  useKeys('会议清单', [
    {
      key: 'ctrl+enter',
      label: trial === null ? '预览' : '登记',
      run: () => void send(trial === null),
      inFields: true,
      active: done === null,
    },
  ]);
  const results = done?.result ?? trial;
  const listed = done ?? { rows, lines };
  const shown: ShownRow[] = (results?.rows ?? []).flatMap((result) => {
    const row = listed.rows[result.row - 1];
    if (row === undefined) return [];
    const said =
      result.orderNo ??
      result.reason ??
      (result.existing === null ? '' : `${result.existing} 说的是同样的话`);
    return [{ row, at: listed.lines[result.row - 1] ?? result.row, state: stateOf(result), said }];
  });
  const count = (state: RowState) => shown.filter((each) => each.state === state).length;
  const over = rows.length > AT_MOST;
  return (
    <DeskPage
      title="登记一次会议的清单"
      about="从表格里复制整块粘贴,或选一个 .xlsx 文件,先预览再登记;一次最多 100 行"
    >
      {done === null && (
        <Form layout="vertical" component="div" className="call-form">
          <Form.Item label="会议名称" htmlFor="meeting-title" required>
            <Input
              id="meeting-title"
              value={head.title}
              maxLength={60}
              onChange={({ target }) => change({ title: target.value })}
            />
          </Form.Item>
          <Form.Item label="哪种会议" htmlFor="meeting-form">
            <Select
              id="meeting-form"
              aria-label="哪种会议"
              value={head.form}
              options={options(GATHERINGS)}
              onChange={(form) => change({ form })}
            />
          </Form.Item>
          <Form.Item label="开会日期" htmlFor="meeting-day" required>
            <Input
              id="meeting-day"
              type="date"
              value={head.heldOn}
              max={today}
              onChange={({ target }) => change({ heldOn: target.value })}
            />
          </Form.Item>
          <Form.Item label="地点" htmlFor="meeting-place" required>
            <Input
              id="meeting-place"
              value={head.place}
              maxLength={60}
              onChange={({ target }) => change({ place: target.value })}
            />
          </Form.Item>
          <Form.Item label="渠道" htmlFor="meeting-channel">
            <Select
              id="meeting-channel"
              aria-label="渠道"
              value={head.channel}
              options={CALL_CHANNELS}
              onChange={(channel) => change({ channel })}
            />
          </Form.Item>
          <Form.Item label="来源" htmlFor="meeting-source">
            <Select
              id="meeting-source"
              aria-label="来源"
              value={head.source}
              options={options(SOURCES)}
              onChange={(source) => change({ source })}
            />
          </Form.Item>
          <Form.Item
            label="清单"
            htmlFor="meeting-rows"
            className="call-wide"
            required
            validateStatus={over ? 'error' : undefined}
            help={
              over
                ? `共 ${rows.length} 行,一次最多 ${AT_MOST} 行,请分次登记`
                : '有表头按表头认(内容、地点、姓名、电话、企业名称、分类、网格);没有表头按这个次序'
            }
          >
            <Input.TextArea
              id="meeting-rows"
              value={pasted}
              autoSize={{ minRows: 5, maxRows: 10 }}
              onChange={({ target }) => paste(target.value)}
            />
            <SheetUpload onRead={paste} />
            {unused.length > 0 && (
              <p className="desk-muted" role="status">
                没有用到的列:{unused.join('、')}
              </p>
            )}
          </Form.Item>
        </Form>
      )}
      {error !== null && (
        <Alert type="error" showIcon role="alert" className="call-alert" title={errText(error)} />
      )}
      <Emergency calls={(results?.rows ?? []).flatMap(({ emergency }) => emergency).slice(0, 3)} />
      {results !== null && (
        <p id="meeting-sum" role="status">
          {(['NEW', 'KNOWN', 'WRONG', 'FILED'] as const)
            .filter((state) => count(state) > 0)
            .map((state) => `${ROW_STATES[state]} ${count(state)} 行`)
            .join(',')}
        </p>
      )}
      {shown.length > 0 && <MeetingRows rows={shown} />}
      {done === null && (
        <Flex gap="small" align="center" wrap>
          <Button
            id="meeting-try"
            type={trial === null ? 'primary' : 'default'}
            disabled={rows.length === 0 || over}
            loading={busy}
            onClick={() => void send(true)}
          >
            预览 {rows.length} 行
          </Button>
          {trial !== null && (
            <>
              <Button
                id="meeting-send"
                type="primary"
                disabled={chosen.length === 0}
                loading={busy}
                onClick={() => void send(false)}
              >
                登记 {chosen.length} 行 <kbd>Ctrl+Enter</kbd>
              </Button>
              <Checkbox checked={withKnown} onChange={({ target }) => setWithKnown(target.checked)}>
                已存在的也登记
              </Checkbox>
            </>
          )}
        </Flex>
      )}
    </DeskPage>
  );
}
