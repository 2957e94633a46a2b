import {
  dayOf,
  formatLocal,
  formatMonthDay,
  REPORT_KINDS,
  REPORT_STATES,
  type ReportBrief,
  type ReportFace,
  type ReportFileFormat,
  type ReportKind,
} from '@yihu/shared';
import { Button, DatePicker, Flex, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { takeReport } from '../api/downloads';
import { useStreetId } from '../api/places';
import { makeReport, REPORTS_KEY, useReports } from '../api/reports';
import { DeskPage, Remote, useBehind, useDoing, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { useCan } from '../session/session';
import { Sheet } from './Sheet';
import './reports.css';

/** Reports of days, weeks and months as they were made; one of them to read, word, publish, print and hand out. */
export default function Reports() {
  const [{ id, face: asked }, change] = useFilters();
  const face: ReportFace = asked === 'PUBLIC' ? 'PUBLIC' : 'OFFICE';
  const reports = useReports();
  const behind = useBehind();
  const mayMake = useCan('order:supervise');
  useKeys('报告', [{ key: 'p', label: '打印', active: id !== undefined, run: () => print() }]);
  return (
    <DeskPage
      title="报告"
      about="到时自动成稿,数字定在成稿的时候,不再改动;文字改好以后由具名的人发布给读者"
      extra={
        <Flex gap="small" className="desk-no-print" wrap>
          {mayMake && <Make onMade={(made) => change({ id: made })} />}
          <Button disabled={id === undefined} onClick={() => print()}>
            打印
          </Button>
          <HandOut id={id} face={face} format="docx" label="下载 Word" />
          <HandOut id={id} face={face} format="xlsx" label="下载表格" />
        </Flex>
      }
    >
      <div className="reports">
        <nav className="desk-no-print" aria-label="各期报告">
          <Remote of={reports}>
            {({ items }) =>
              items.length === 0 ? (
                <p className="desk-muted">还没有报告。</p>
              ) : (
                <ul className="desk-rows" id="reports">
                  {items.map((report) => (
                    <li key={report.id}>
                      <button
                        type="button"
                        className="desk-link"
                        aria-current={report.id === id}
                        onClick={() => change({ id: report.id })}
                      >
                        {titleOf(report)}
                      </button>
                      <div className="desk-muted">
                        {REPORT_STATES[report.state]} · {formatLocal(report.asOf)} ·{' '}
                        {report.madeBy ?? '自动成稿'}
                      </div>
                    </li>
                  ))}
                </ul>
              )
            }
          </Remote>
        </nav>
        {id === undefined ? (
          <p className="desk-muted">选一期看。</p>
        ) : (
          <Sheet id={id} face={face} onFace={(next) => change({ face: next })} onOpen={behind.open} />
        )}
      </div>
      {behind.drawer}
    </DeskPage>
  );
}

/** `周快报 11月16日至22日(第2稿)` */
function titleOf({ label, fromDay, toDay, version }: ReportBrief): string {
  const days =
    fromDay === toDay ? formatMonthDay(fromDay) : `${formatMonthDay(fromDay)}至${formatMonthDay(toDay)}`;
  return `${label} ${days}${version > 1 ? `(第${version}稿)` : ''}`;
}

function HandOut(props: {
  id: string | undefined;
  face: ReportFace;
  format: ReportFileFormat;
  label: string;
}) {
  const { id, face, format, label } = props;
  const { run, busy } = useDoing();
  return (
    <Button
      id={`take-${format}`}
      disabled={id === undefined}
      loading={busy}
      onClick={() => id !== undefined && void run('已下载', () => takeReport(id, face, format))}
    >
      {label}
    </Button>
  );
}

function Make({ onMade }: { onMade: (id: string) => void }) {
  const today = dayOf(useNow());
  const streetId = useStreetId();
  const [kind, setKind] = useState<ReportKind>('WEEKLY_FLASH');
  const [day, setDay] = useState(today);
  const doing = useDoing(REPORTS_KEY);
  const make = () =>
    doing.run('已成稿', async () => {
      const { id } = await makeReport({ streetId: streetId ?? '', kind, day });
      onMade(id);
    });
  return (
    <>
      <Select
        aria-label="哪种报告"
        style={{ width: 100 }}
        value={kind}
        options={Object.entries(REPORT_KINDS).map(([value, label]) => ({
          value: value as ReportKind,
          label,
        }))}
        onChange={setKind}
      />
      <DatePicker
        aria-label="哪天所在的一期"
        allowClear={false}
        maxDate={dayjs(today)}
        value={dayjs(day)}
        onChange={(next) => next !== null && setDay(next.format('YYYY-MM-DD'))}
      />
      <Button
        id="make-report"
        type="primary"
        disabled={streetId === undefined}
        loading={doing.busy}
        onClick={() => void make()}
      >
        现在成稿
      </Button>
    </>
  );
}
