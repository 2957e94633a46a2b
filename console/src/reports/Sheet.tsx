import {
  type DraftSection,
  formatLocal,
  REPORT_FACES,
  type ReportFace,
  type StreetReport,
} from '@yihu/shared';
import { Button, Card, Segmented } from 'antd';
import { useState } from 'react';
import { useReport } from '../api/reports';
import { Remote } from '../components';
import { useCan } from '../session/session';
import { Publish } from './Publish';
import { Wording } from './Wording';

interface Props {
  id: string;
  face: ReportFace;
  onFace: (face: ReportFace) => void;
  onOpen: (address: string, title: string) => void;
}

const FACES = Object.entries(REPORT_FACES).map(([value, label]) => ({ value: value as ReportFace, label }));

/** One report as it goes out on paper: sentences, numbers, room for a leader's word; and its way to its readers. */
export function Sheet({ id, face, onFace, onOpen }: Props) {
  const report = useReport(id);
  return (
    <Remote of={report}>
      {(own) => (
        <div className="report-desk">
          <Card className="report-sheet" id="report">
            <Segmented
              className="desk-no-print"
              aria-label="给谁看的"
              options={FACES}
              value={face}
              onChange={onFace}
            />
            <Paper key={`${id} ${face}`} report={own} face={face} onOpen={onOpen} />
          </Card>
          <Publish report={own} />
        </div>
      )}
    </Remote>
  );
}

function Paper({ report, face, onOpen }: { report: StreetReport } & Omit<Props, 'id' | 'onFace'>) {
  const { id, label, streetName, fromDay, toDay, version, asOf, revision } = report;
  const mayWord = useCan('order:supervise');
  const [worded, setWorded] = useState<number | null>(null);
  const sections = face === 'OFFICE' ? report.sections : report.publicSections;
  if (sections === null) return <p className="desk-muted">这份报告成稿时还没有公开版,请重新成稿。</p>;
  return (
    <article>
      <h2 className="report-title">
        {streetName}12345热线{label}
      </h2>
      <p className="desk-muted report-period">
        {fromDay === toDay ? fromDay : `${fromDay} 至 ${toDay}`} · 数字截至 {formatLocal(asOf)} · 第{version}
        稿
      </p>
      {sections.map((section, at) => (
        <section key={section.title}>
          <h3>
            {NTH[at]}、{section.title}
          </h3>
          <p className="desk-pre">
            {section.text}
            {mayWord && worded !== at && (
              <Button
                id={`word-${at}`}
                className="desk-no-print"
                size="small"
                type="link"
                aria-label={`改文字:${section.title}`}
                onClick={() => setWorded(at)}
              >
                改文字
              </Button>
            )}
          </p>
          {worded === at ? (
            <Wording
              reportId={id}
              revision={revision}
              face={face}
              sections={sections}
              at={at}
              onClose={() => setWorded(null)}
            />
          ) : (
            <Edited section={section} />
          )}
          <Numbers section={section} onOpen={onOpen} />
        </section>
      ))}
      {face === 'OFFICE' && (
        <section className="report-words">
          <h3>领导批示</h3>
        </section>
      )}
    </article>
  );
}

/** Who changed the sentences, and what had been drafted. */
function Edited({ section: { edits, drafted } }: { section: DraftSection }) {
  const last = edits.at(-1);
  if (last === undefined) return null;
  return (
    <details className="desk-muted desk-no-print">
      <summary>
        {last.by} {formatLocal(last.at)} 改过{edits.length > 1 && `,共 ${edits.length} 次`}
      </summary>
      <p>成稿时写的:{drafted}</p>
      {edits.slice(0, -1).map(({ revision, by, at, text }) => (
        <p key={revision}>
          {by} {formatLocal(at)}:{text}
        </p>
      ))}
    </details>
  );
}

const NTH = '一二三四五六七八';

function Numbers({ section: { title, lines }, onOpen }: { section: DraftSection } & Pick<Props, 'onOpen'>) {
  return (
    <table className="desk-numbers">
      <tbody>
        {lines.map(({ label, text: number, opens }, at) => (
          // Two lines may be called the same: a class and a grid.
          // biome-ignore lint/suspicious/noArrayIndexKey: figures never change
          <tr key={`${label} ${at}`}>
            <th scope="row">{label}</th>
            <td>
              {opens === null ? (
                number
              ) : (
                <button
                  type="button"
                  className="desk-link"
                  aria-label={`${label} ${number},看工单`}
                  onClick={() => onOpen(opens, `${title} ${label}`)}
                >
                  {number}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
