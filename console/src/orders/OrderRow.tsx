import { AudioOutlined, ExclamationCircleFilled, HeartOutlined } from '@ant-design/icons';
import { DESK_MARKS, type DeskClock, type DeskRow, type Scope, URGENCIES } from '@yihu/shared';
import { memo, type ReactNode } from 'react';
import { Due } from '../components';
import { Chip } from './Chip';
import { SCOPES } from './list.view';

interface RowProps {
  row: DeskRow;
  chosen: boolean;
  /** The one row that takes the focus when the list is entered by Tab. */
  reachable: boolean;
  onOpen: (id: string) => void;
  /** What stands before it, for choosing several. */
  before?: ReactNode;
}

/** One order of the list: what, where, who has it, and both promises. */
export const OrderRow = memo(function OrderRow({ row, chosen, reachable, onOpen, before }: RowProps) {
  const grid = row.gridName ?? row.placeLabel;
  // Once somebody has it, who that is says more than where it is; both are in the title.
  const where = row.leadUnitName ?? grid;
  return (
    <li className="bench-row" data-chosen={chosen || undefined}>
      {before}
      <button
        type="button"
        id={`row-${row.id}`}
        className="bench-row-button"
        aria-current={chosen ? 'true' : undefined}
        tabIndex={reachable ? 0 : -1}
        onClick={() => onOpen(row.id)}
      >
        <span className="bench-line">
          {(row.urgency === 'L1' || row.urgency === 'L2') && (
            <ExclamationCircleFilled className="bench-urgent" aria-label={URGENCIES[row.urgency]} />
          )}
          <strong className="bench-cut">{row.title}</strong>
          <Signs row={row} />
          <span className="bench-where desk-muted" title={`${grid} ${row.leadUnitName ?? ''}`}>
            {where}
          </span>
          <span className="bench-state">{row.stateLabel}</span>
        </span>
        <span className="bench-cut">{row.excerpt}</span>
        <span className="bench-line">
          <span className="bench-clocks">
            <RowClock clock={row.inner} scope="INNER" />
            <RowClock clock={row.outer} scope="OUTER" />
            {row.inner === null && row.outer === null && (
              <span className="desk-muted">
                {row.dueLabel} {row.dueText}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
});

/** What is special about it, each with its word. */
function Signs({ row }: { row: DeskRow }) {
  return (
    <>
      {row.voice !== null && row.voice !== 'WRITTEN' && <AudioOutlined aria-label="语音待听写" />}
      {row.vulnerable && <HeartOutlined aria-label="需要照顾" />}
      {row.marks
        .filter((mark) => mark !== 'MINE')
        .map((mark) => (
          <Chip key={mark} tone={mark === 'UNHAPPY' ? 'bad' : 'warn'}>
            {DESK_MARKS[mark]}
          </Chip>
        ))}
      {row.cycle > 1 && <Chip>第{row.cycle}次</Chip>}
    </>
  );
}

function RowClock({ clock, scope }: { clock: DeskClock | null; scope: Scope }) {
  if (clock === null) return null;
  // Ours says which step it is; of the platform's there is only one that counts.
  const whose = scope === 'INNER' ? clock.label : SCOPES[scope];
  if (clock.paused) return <span className="desk-muted">{whose} 已暂停</span>;
  return <Due short label={whose} dueAt={clock.dueAt} dueText={clock.dueText} />;
}
