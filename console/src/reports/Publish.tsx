import {
  CORRECTION_MAX,
  type EditionBrief,
  formatLocal,
  PUBLIC_STATES,
  ROLES,
  type Role,
  type StreetReport,
} from '@yihu/shared';
import { Alert, App, Button, Card, Flex, Input } from 'antd';
import { useState } from 'react';
import { publishReport, REPORTS_KEY } from '../api/reports';
import { errText } from '../api/request';
import { useDoing, useSending } from '../components';
import { useCan } from '../session/session';

/** What is out of this period, and bringing out what stands here. */
export function Publish({ report }: { report: StreetReport }) {
  const mayPublish = useCan('report:publish');
  return (
    <Card size="small" title="发布" className="desk-no-print" id="report-publish">
      {report.editions.length === 0 ? (
        <p className="desk-muted">这一期还没有发布。</p>
      ) : (
        <ul className="desk-rows">
          {report.editions.map((edition) => (
            <Edition key={edition.id} edition={edition} />
          ))}
        </ul>
      )}
      {mayPublish && report.state !== 'PUBLISHED' && <Out key={report.id} report={report} />}
    </Card>
  );
}

function Edition({ edition: own }: { edition: EditionBrief }) {
  return (
    <li>
      第 {own.edition} 版 · {own.publishedBy} {formatLocal(own.publishedAt)} 发布
      {own.correction !== null && <div>更正:{own.correction}</div>}
      <div className="desk-muted">{PUBLIC_STATES[own.publicState]}</div>
    </li>
  );
}

/** `居民(公开版)、网格员` */
const readersText = (readers: readonly Role[]) =>
  readers.map((role) => (role === 'RESIDENT' ? '居民(公开版)' : ROLES[role])).join('、');

function Out({ report: { id, revision, readers, editions, label } }: { report: StreetReport }) {
  const [correction, setCorrection] = useState('');
  const { modal } = App.useApp();
  const { busy, error, sending } = useSending();
  const { renew } = useDoing(REPORTS_KEY);
  const edition = (editions[0]?.edition ?? 0) + 1;
  const publish = () =>
    sending(async () => {
      await publishReport(id, {
        revision,
        ...(edition > 1 ? { correction: correction.trim() } : {}),
      }).finally(renew);
    });
  const ask = () =>
    modal.confirm({
      title: `发布${label}第 ${edition} 版?`,
      content: '发布以后不能改,只能再发一版更正。居民要等公开版审核通过才看得到。',
      okText: '发布',
      okButtonProps: { id: 'publish-yes' },
      cancelText: '再看看',
      onOk: () => void publish(),
    });
  return (
    <Flex vertical gap="small">
      <p className="desk-muted">
        {readers.length === 0
          ? '规则「报表时间」里没有写给谁看,不能发布。'
          : `给谁看:${readersText(readers)}`}
      </p>
      {edition > 1 && (
        <Input.TextArea
          id="correction"
          aria-label="这一版更正了什么"
          placeholder="这一版更正了什么(读者会看到)"
          value={correction}
          maxLength={CORRECTION_MAX}
          autoSize={{ minRows: 2 }}
          onChange={({ target }) => setCorrection(target.value)}
        />
      )}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Button
        id="publish"
        type="primary"
        loading={busy}
        disabled={readers.length === 0 || (edition > 1 && correction.trim() === '')}
        onClick={ask}
      >
        发布第 {edition} 版
      </Button>
    </Flex>
  );
}
