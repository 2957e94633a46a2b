import { useQuery, useQueryClient } from '@tanstack/react-query';
import { REACHABILITY, type UnreachableLine, type VisitLine } from '@yihu/shared';
import { App, Empty, Flex, Segmented, Tag } from 'antd';
import { useRef } from 'react';
import { unreachable, VISITS, waitingVisits } from '../api/visits';
import { DeskPage, DownloadButton, Due, Remote, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { CallCard, type OnSaved } from './CallCard';
import { Unreached } from './Unreached';
import './visits.css';
import { dueFirst, moved } from './visits.view';

const VIEWS = { calls: '待回访', firms: '企业一对一', unreachable: '无法通知' } as const;
type View = keyof typeof VIEWS;
const isView = (name: string | undefined): name is View => name !== undefined && Object.hasOwn(VIEWS, name);

/** The call-back desk: who is to be called, one after the other. */
export default function Visits() {
  const [filters, change] = useFilters();
  const view = isView(filters.view) ? filters.view : 'calls';
  const calls = useQuery({ queryKey: [...VISITS, 'calls'], queryFn: waitingVisits });
  const unreached = useQuery({ queryKey: [...VISITS, 'unreachable'], queryFn: unreachable });
  const firms = calls.data?.items.filter(({ form }) => form === 'ONE_TO_ONE').length;
  const counts: Record<View, number | undefined> = {
    calls: calls.data?.items.length,
    firms,
    unreachable: unreached.data?.items.length,
  };
  const options = Object.entries(VIEWS).map(([value, label]) => ({
    value: value as View,
    label: counts[value as View] === undefined ? label : `${label} ${counts[value as View]}`,
  }));
  return (
    <DeskPage
      title="回访"
      about={
        <>
          <kbd>J</kbd> <kbd>K</kbd> 选人,<kbd>P</kbd> 电话,<kbd>1</kbd>–<kbd>5</kbd> 结果,<kbd>S</kbd>{' '}
          保存并到下一个
        </>
      }
      extra={
        <Flex gap="small">
          <Segmented
            aria-label="哪些人"
            value={view}
            options={options}
            onChange={(next) => change({ view: next, id: undefined })}
          />
          <DownloadButton table={view === 'unreachable' ? 'unreachable' : 'visits'} query={{}} />
        </Flex>
      }
    >
      {view === 'unreachable' ? (
        <Remote of={unreached}>{({ items, more }) => <UnreachedDesk lines={items} more={more} />}</Remote>
      ) : (
        <Remote of={calls}>
          {({ items, more }) => (
            <CallDesk
              lines={view === 'firms' ? items.filter(({ form }) => form === 'ONE_TO_ONE') : items}
              more={more}
            />
          )}
        </Remote>
      )}
    </DeskPage>
  );
}

function CallDesk({ lines, more }: { lines: readonly VisitLine[]; more: boolean }) {
  const now = useNow();
  return (
    <Desk
      label="等回访的人"
      lines={dueFirst(lines, now)}
      idOf={({ procedureId }) => procedureId}
      more={more}
      row={(line) => (
        <>
          <span className="visit-row-head">
            <strong>{line.firmName ?? line.title}</strong>
            <Tag>{line.stageLabel}</Tag>
          </span>
          <span className="desk-muted">
            {line.orderNo} · {line.place || '地点不明'} · {line.leadUnitName}
          </span>
          <Due label={line.nextOn === null ? '回访' : '再次'} dueAt={line.dueAt} dueText={line.dueText} />
        </>
      )}
      card={(line, onSaved) => <CallCard key={line.procedureId} line={line} onSaved={onSaved} />}
    />
  );
}

function UnreachedDesk({ lines, more }: { lines: readonly UnreachableLine[]; more: boolean }) {
  return (
    <Desk
      label="微信通知不到的人"
      lines={lines}
      idOf={({ orderId }) => orderId}
      more={more}
      row={(line) => (
        <>
          <span className="visit-row-head">
            <strong>{line.title}</strong>
            <Tag>{line.stateLabel}</Tag>
          </span>
          <span className="desk-muted">
            {line.orderNo} · {REACHABILITY[line.why]}
          </span>
          <span>{line.hasPhone ? '下一步:打电话' : '没有电话'}</span>
        </>
      )}
      card={(line, onSaved) => <Unreached key={line.orderId} line={line} onSaved={onSaved} />}
    />
  );
}

interface DeskProps<T> {
  label: string;
  lines: readonly T[];
  more: boolean;
  idOf: (line: T) => string;
  row: (line: T) => React.ReactNode;
  card: (line: T, onSaved: OnSaved) => React.ReactNode;
}

/** A list and what is chosen in it; the choice is in the address. Saved, it goes on to the next. */
function Desk<T>({ label, lines, more, idOf, row, card }: DeskProps<T>) {
  const [filters, change] = useFilters();
  const client = useQueryClient();
  const { message } = App.useApp();
  const list = useRef<HTMLUListElement>(null);
  const ids = lines.map(idOf);
  const chosen = lines.find((line) => idOf(line) === filters.id) ?? null;
  const choose = (id: string | null) => {
    change({ id: id ?? undefined });
    if (id !== null) list.current?.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: number) => choose(moved(ids, filters.id ?? null, by));
  useKeys('回访', [
    { key: 'j', label: '下一个', run: () => step(1) },
    { key: 'k', label: '上一个', run: () => step(-1) },
    { key: 'Enter', label: '打开', run: () => step(0) },
  ]);
  const saved = async (said: string, stays: boolean) => {
    void message.success(said);
    const at = ids.indexOf(filters.id ?? '');
    if (!stays) choose(ids[at + 1] ?? ids[at - 1] ?? null);
    await client.invalidateQueries({ queryKey: VISITS });
  };
  if (lines.length === 0) return <Empty description={`没有${label}`} />;
  return (
    <div className="visit">
      <ul className="visit-list" aria-label={label} ref={list}>
        {lines.map((line) => (
          <li key={idOf(line)} data-id={idOf(line)}>
            <button
              type="button"
              className="visit-row"
              aria-current={idOf(line) === filters.id || undefined}
              onClick={() => choose(idOf(line))}
            >
              {row(line)}
            </button>
          </li>
        ))}
        {more && <li className="desk-muted">只列出最急的 {lines.length} 位</li>}
      </ul>
      <div>
        {chosen === null ? (
          <Empty description="选一位,或按 J" />
        ) : (
          card(chosen, (said, stays = false) => void saved(said, stays))
        )}
      </div>
    </div>
  );
}
