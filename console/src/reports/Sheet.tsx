import { formatLocal, type ReportSection } from '@yihu/shared';
import { Card } from 'antd';
import { useReport } from '../api/reports';
import { Remote } from '../components';

interface Props {
  id: string;
  onOpen: (address: string, title: string) => void;
}

/** One report as it goes out on paper: sentences, numbers, room for a leader's word. */
export function Sheet({ id, onOpen }: Props) {
  const report = useReport(id);
  return (
    <Card className="report-sheet" id="report">
      <Remote of={report}>
        {({ label, streetName, fromDay, toDay, version, asOf, sections }) => (
          <article>
            <h2 className="report-title">
              {streetName}12345热线{label}
            </h2>
            <p className="desk-muted report-period">
              {fromDay === toDay ? fromDay : `${fromDay} 至 ${toDay}`} · 数字截至 {formatLocal(asOf)} · 第
              {version}稿
            </p>
            {sections.map((section, at) => (
              <Section key={section.title} nth={at} section={section} onOpen={onOpen} />
            ))}
            <section className="report-words">
              <h3>领导批示</h3>
            </section>
          </article>
        )}
      </Remote>
    </Card>
  );
}

const NTH = '一二三四五六七八';

function Section({
  nth,
  section: { title, text, lines },
  onOpen,
}: { nth: number; section: ReportSection } & Pick<Props, 'onOpen'>) {
  return (
    <section>
      <h3>
        {NTH[nth]}、{title}
      </h3>
      <p>{text}</p>
      <table className="desk-numbers">
        <tbody>
          {lines.map(({ label, text: number, opens }, at) => (
            // Two lines may be called the same: a class and a grid.
            // biome-ignore lint/suspicious/noArrayIndexKey: a report never changes
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
    </section>
  );
}
