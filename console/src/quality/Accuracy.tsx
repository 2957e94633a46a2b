import {
  formatLocal,
  PROPOSAL_PARTS,
  type ProposalPart,
  type ProposalRow,
  type ProposalsAnswer,
} from '@yihu/shared';
import { Card } from 'antd';
import { useHeat } from '../api/figures';
import { useAccuracy } from '../api/quality';
import { Remote } from '../components';

type Open = (address: string, title: string) => void;
interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: Open;
}

/** What was proposed, taken, changed and found wrong afterwards; and what people complain of most this week. */
export function Accuracy({ period, onOpen }: Props) {
  const accuracy = useAccuracy(period);
  return (
    <div className="quality-tables">
      <Remote of={accuracy}>
        {(answer) => (
          <>
            <p className="desk-muted desk-chart-about">
              受理、派单时按词语、职责清单和相近工单给出的建议,与最后的选择对照;分类和单位以首次派单为准。截至{' '}
              {formatLocal(answer.asOf)}
            </p>
            {answer.groups.map((group) => (
              <Group key={group.what} group={group} onOpen={onOpen} />
            ))}
          </>
        )}
      </Remote>
      <Hot onOpen={onOpen} />
    </div>
  );
}

function Group({ group, onOpen }: { group: ProposalsAnswer['groups'][number]; onOpen: Open }) {
  const { what, label, total, rows, bands } = group;
  const parts = Object.keys(PROPOSAL_PARTS) as ProposalPart[];
  const row = (each: ProposalRow) => (
    <tr key={each.key}>
      <th scope="row">{each.label}</th>
      {parts.map((part) => (
        <td key={part}>
          {each[part] === 0 ? (
            0
          ) : (
            <button
              type="button"
              className="desk-link"
              aria-label={`${label} ${each.label} ${PROPOSAL_PARTS[part]} ${each[part]},看工单`}
              onClick={() => onOpen(each.opens[part], `${label} ${each.label} ${PROPOSAL_PARTS[part]}`)}
            >
              {each[part]}
            </button>
          )}
        </td>
      ))}
      <td>{each.takenText}</td>
      <td>
        <strong>{each.rightText}</strong>
      </td>
      <td>{each.auto}</td>
    </tr>
  );
  return (
    <Card id={`proposed-${what}`} size="small" title={<h2 className="desk-chart-title">{label}建议</h2>}>
      <div style={{ overflowX: 'auto' }}>
        <table className="desk-numbers">
          <thead>
            <tr>
              {['', ...Object.values(PROPOSAL_PARTS), '采纳率', '准确率', '其中自动'].map((head) => (
                <th key={head} scope="col">
                  {head === '' ? <span className="desk-muted">按{label}</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {row(total)}
            {rows.map(row)}
            {total.made > 0 &&
              bands
                .filter(({ made }) => made > 0)
                .map((band) => row({ ...band, label: `把握 ${band.label}` }))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** 热点: places with many orders of one class in the time the street's rule names. */
function Hot({ onOpen }: { onOpen: Open }) {
  const heat = useHeat({ weeks: 1 });
  return (
    <Card
      id="hot-list"
      size="small"
      title={<h2 className="desk-chart-title">这一周最集中的诉求</h2>}
      extra={<a href="#/figures">数据看板</a>}
    >
      <Remote of={heat}>
        {({ repeats, rule }) => (
          <>
            <p className="desk-muted desk-chart-about">
              同一网格、同一分类 {rule.days} 天内 {rule.times} 件及以上
            </p>
            {repeats.length === 0 && <p>没有达到热点的地方。</p>}
            <ul className="desk-rows">
              {repeats.map((spot) => (
                <li key={`${spot.gridId} ${spot.classCode}`}>
                  <button
                    type="button"
                    className="desk-link"
                    onClick={() => onOpen(spot.opens, `${spot.placeName} ${spot.className}`)}
                  >
                    {spot.placeName} {spot.className} {spot.count} 件
                  </button>{' '}
                  <span className="desk-muted">上一段 {spot.before} 件</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Remote>
    </Card>
  );
}
