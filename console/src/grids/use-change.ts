import { useQueryClient } from '@tanstack/react-query';
import type { GridPlan, OutlineRefusal } from '@yihu/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { GRIDS_KEY } from '../api/geo';
import { ApiError } from '../api/request';

export interface Ask {
  dryRun: boolean;
  confirmOverlap: boolean;
}

/** Where the outline that was refused is wrong, for the map; null for other refusals. */
export function faultOf(error: unknown): OutlineRefusal['at'] {
  const at = error instanceof ApiError ? error.details.at : null;
  const isPoint = typeof at === 'object' && at !== null && 'lat' in at && 'lng' in at;
  return isPoint ? { lat: Number(at.lat), lng: Number(at.lng) } : null;
}

/**
 * A change of grids in two steps: first what it would do; what needs no thought is then done at once, the rest
 * waits for a yes. `watched` says what the change is made of: when that changes, what was found out is old.
 */
export function useChange(
  send: (ask: Ask) => Promise<GridPlan>,
  watched: string,
  onDone: (plan: GridPlan) => void,
) {
  const [plan, setPlan] = useState<GridPlan | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const latest = useRef({ send, onDone });
  latest.current = { send, onDone };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that matters
  useEffect(() => {
    setPlan(null);
    setError(null);
  }, [watched]);
  const run = useCallback(
    async (ask: Ask): Promise<GridPlan | null> => {
      setBusy(true);
      setError(null);
      try {
        const answer = await latest.current.send(ask);
        if (answer.done) {
          await client.invalidateQueries({ queryKey: GRIDS_KEY });
          await client.invalidateQueries({ queryKey: ['desk-units'] });
          latest.current.onDone(answer);
        } else setPlan(answer);
        return answer;
      } catch (e) {
        setPlan(null);
        setError(e);
        return null;
      } finally {
        setBusy(false);
      }
    },
    [client],
  );
  const look = useCallback(() => run({ dryRun: true, confirmOverlap: true }), [run]);
  const save = useCallback(async () => {
    if (plan !== null) return run({ dryRun: false, confirmOverlap: true });
    const found = await look();
    if (found === null || found.overlaps.length > 0 || found.notes.length > 0) return found;
    return run({ dryRun: false, confirmOverlap: false });
  }, [plan, look, run]);
  return { plan, error, busy, look, save };
}
