import { useQueryClient } from '@tanstack/react-query';
import { IMPORT_OUTCOMES, type ImportAnswer, type ImportMapping, type ImportRow } from '@yihu/shared';
import { Alert, Button, Checkbox, Flex, Form, Select, Typography, Upload } from 'antd';
import { useState } from 'react';
import { GRIDS_KEY, importGrids } from '../api/geo';
import { errText } from '../api/request';
import { useSending } from '../components';
import { problemText, readFile } from './import.view';
import { Overlaps } from './PlanView';

interface Props {
  streetId: string;
  onShow: (row: ImportRow) => void;
  onDone: (said: string) => void;
  onClose: () => void;
}
const LABELS: Record<keyof ImportMapping, string> = { code: '编号是', name: '名称是', community: '社区是' };
type Read = Exclude<ReturnType<typeof readFile>, { problem: string }>;

/** Grids from a file: what each feature would do, which ring is wrong and why, then all of it or nothing. */
export function ImportPanel({ streetId, onShow, onDone, onClose }: Props) {
  const [file, setFile] = useState<Read | null>(null);
  const [mapping, setMapping] = useState<ImportMapping>({ code: '', name: '', community: '' });
  const [answer, setAnswer] = useState<ImportAnswer | null>(null);
  const { busy, error, setError, sending } = useSending();
  const [unread, setUnread] = useState<string | null>(null);
  const said = unread ?? (error === null ? null : errText(error));
  const [agreed, setAgreed] = useState(false);
  const client = useQueryClient();

  const run = async (read: Read, by: ImportMapping, dryRun: boolean) => {
    await sending(async () => {
      const body = { streetId, geojson: read.geojson, mapping: by, dryRun, confirmOverlap: agreed };
      const found = await importGrids(body);
      setAnswer(found);
      if (!found.done) return;
      await client.invalidateQueries({ queryKey: GRIDS_KEY });
      const count = found.rows.filter(({ outcome }) => outcome !== 'UNCHANGED').length;
      onDone(`已导入 ${count} 个网格`);
    });
  };
  const take = async (chosen: File) => {
    const read = readFile(await chosen.text());
    setAnswer(null);
    setAgreed(false);
    setUnread('problem' in read ? read.problem : null);
    if ('problem' in read) {
      setFile(null);
      setError(null);
      return;
    }
    setFile(read);
    setMapping(read.mapping);
    await run(read, read.mapping, true);
  };
  const remap = (part: Partial<ImportMapping>) => {
    const next = { ...mapping, ...part };
    setMapping(next);
    if (file !== null) void run(file, next, true);
  };
  const rows = answer?.rows ?? [];
  const wrong = rows.filter(({ outcome }) => outcome === 'ERROR').length;
  const news = rows.filter(({ outcome }) => outcome === 'NEW' || outcome === 'CHANGED').length;
  const mustAgree = (answer?.overlaps.length ?? 0) > 0 && !agreed;
  return (
    <Form layout="vertical" className="grids-panel" aria-label="导入网格">
      <Typography.Title level={2}>导入网格</Typography.Title>
      <Upload.Dragger
        accept=".json,.geojson,application/geo+json"
        showUploadList={false}
        beforeUpload={(chosen) => {
          void take(chosen);
          return false;
        }}
      >
        选 GeoJSON 文件,或拖到这里(FeatureCollection,WGS-84)
      </Upload.Dragger>
      {file !== null && (
        <Flex gap="small" className="grids-mapping">
          {(Object.keys(LABELS) as (keyof ImportMapping)[]).map((field) => (
            <Form.Item key={field} label={LABELS[field]} htmlFor={`map-${field}`}>
              <Select
                id={`map-${field}`}
                value={mapping[field] === '' ? undefined : mapping[field]}
                placeholder="请选"
                options={file.names.map((name) => ({ value: name, label: name }))}
                onChange={(name) => remap({ [field]: name })}
              />
            </Form.Item>
          ))}
        </Flex>
      )}
      {said !== null && <Alert type="error" showIcon role="alert" title={said} />}
      {answer !== null && <Rows rows={rows} onShow={onShow} />}
      {answer !== null && <Overlaps of={answer.overlaps} />}
      {answer !== null && answer.overlaps.length > 0 && (
        <Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)}>
          已核对,重叠是有意的
        </Checkbox>
      )}
      <Flex gap="small" className="grids-buttons">
        <Button
          id="grid-import"
          type="primary"
          loading={busy}
          disabled={file === null || wrong > 0 || news === 0 || mustAgree}
          onClick={() => file !== null && void run(file, mapping, false)}
        >
          导入 {news} 个
        </Button>
        <Button onClick={onClose}>取消</Button>
      </Flex>
      {wrong > 0 && (
        <Typography.Text type="secondary">
          有 {wrong} 处错误,改好文件再选一次;没有写入任何网格。
        </Typography.Text>
      )}
    </Form>
  );
}

const wrongFirst = (a: ImportRow, b: ImportRow) =>
  Number(b.outcome === 'ERROR') - Number(a.outcome === 'ERROR') || a.feature - b.feature;

function Rows({ rows, onShow }: { rows: readonly ImportRow[]; onShow: Props['onShow'] }) {
  const counts = Object.entries(IMPORT_OUTCOMES)
    .map(([outcome, label]) => [label, rows.filter((row) => row.outcome === outcome).length] as const)
    .filter(([, n]) => n > 0);
  return (
    <table className="grids-table" aria-live="polite">
      <caption>{counts.map(([label, n]) => `${label} ${n}`).join(' · ')}</caption>
      <thead>
        <tr>
          <th scope="col">序</th>
          <th scope="col">网格</th>
          <th scope="col">结果</th>
        </tr>
      </thead>
      <tbody>
        {/* What has to be mended stands first, however long the file is. */}
        {[...rows].sort(wrongFirst).map((row) => (
          <tr key={row.feature} data-outcome={row.outcome}>
            <td>{row.feature}</td>
            <td>
              <button type="button" className="desk-link" onClick={() => onShow(row)}>
                {row.name || row.code || '(没有名称)'}
              </button>
            </td>
            <td>
              {IMPORT_OUTCOMES[row.outcome]}
              {row.problem !== null && <div className="grids-problem">{problemText(row)}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
