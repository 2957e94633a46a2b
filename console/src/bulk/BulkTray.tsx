import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BULK_HOLD_SECONDS, type BulkView } from '@yihu/shared';
import { Alert, Button, Flex, Progress } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { bulkOf, undoBulk } from '../api/bulk';
import { freshRows } from '../api/fresh-rows';
import { errText } from '../api/request';
import { useKeys } from '../keys';
import { bulkText, secondsLeft } from './bulk.view';
import { held, useHeld } from './held';
import { Refusals } from './Refusals';

const TICK_MS = 250;
/** While it is being carried out, or about to be, it is looked at so often even when the stream is down. */
const LOOK_MS = 2_000;

/** Bulks that are held, running or just done; stays until it is put away. */
export function BulkTray() {
  const ids = useHeld();
  return (
    <div className="bulk-tray" role="status" aria-label="成批办理的进展">
      {ids.map((id) => (
        <Card key={id} id={id} isLast={id === ids.at(-1)} />
      ))}
    </div>
  );
}

function Card({ id, isLast }: { id: string; isLast: boolean }) {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const bulk = useQuery({
    queryKey: ['bulk', id],
    queryFn: () => bulkOf(id),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.state === 'HELD' || state.data?.state === 'RUNNING' ? LOOK_MS : false,
  });
  const left = useSecondsLeft(bulk.data);
  const state = bulk.data?.state;
  const undo = async () => {
    try {
      client.setQueryData(['bulk', id], await undoBulk(id));
    } catch (e) {
      setError(e);
      await bulk.refetch();
    }
  };
  const rows = bulk.data?.rows;
  useEffect(() => {
    if (state !== 'DONE' || rows === undefined) return;
    const ids = rows.map(({ orderId }) => orderId);
    for (const id of ids) void client.invalidateQueries({ queryKey: ['order', id] });
    void freshRows(client, ids);
  }, [client, state, rows]);
  useKeys('成批', [
    { key: 'u', label: '撤销这一批', run: () => void undo(), active: isLast && state === 'HELD' },
    { key: 'ctrl+z', label: '撤销这一批', run: () => void undo(), active: isLast && state === 'HELD' },
  ]);
  if (bulk.data === undefined) {
    if (bulk.error === null) return null;
    return <Alert type="error" title={errText(bulk.error)} closable={{ onClose: () => held.putAway(id) }} />;
  }
  const { data } = bulk;
  return (
    <Alert
      type={data.state === 'DONE' ? (data.refused > 0 ? 'warning' : 'success') : 'info'}
      showIcon
      data-state={data.state}
      title={
        <Flex gap="small" align="center" wrap>
          <span>{bulkText(data, left)}</span>
          {data.state === 'HELD' && (
            <Button size="small" className="bulk-undo" onClick={() => void undo()}>
              撤销 <kbd>Ctrl+Z</kbd>
            </Button>
          )}
        </Flex>
      }
      description={
        <>
          {data.state === 'HELD' && (
            <Progress
              percent={(left / BULK_HOLD_SECONDS) * 100}
              showInfo={false}
              size="small"
              aria-label="离执行还有"
            />
          )}
          {data.state === 'DONE' && <Refusals rows={data.rows} />}
          {error !== null && <span role="alert">{errText(error)}</span>}
        </>
      }
      closable={
        data.state === 'HELD' || data.state === 'RUNNING' ? false : { onClose: () => held.putAway(id) }
      }
    />
  );
}

/** Seconds until it is carried out, counted down from what the server said last. */
function useSecondsLeft(view: BulkView | undefined): number {
  const from = useRef<{ view: BulkView | undefined; at: number }>({ view: undefined, at: 0 });
  const [, tick] = useState(0);
  if (from.current.view !== view) from.current = { view, at: performance.now() };
  const isHeld = view?.state === 'HELD';
  useEffect(() => {
    if (!isHeld) return;
    const timer = setInterval(() => tick((n) => n + 1), TICK_MS);
    return () => clearInterval(timer);
  }, [isHeld]);
  return view === undefined ? 0 : secondsLeft(view, performance.now() - from.current.at);
}
