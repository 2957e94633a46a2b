import { Suspense, useMemo } from 'react';
import { GridMap, type MapPick } from '../map';
import type { CallForm } from './filing.view';
import { gridLabel } from './PlaceField';
import { useStreetGrids } from './use-street-grids';

interface Props {
  streetId: string | undefined;
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

/** The street's grids to point at: the place is marked and its grid filled in. */
export function PlaceMap({ streetId, form, onChange }: Props) {
  const { grids: shown, chosen } = useStreetGrids(streetId, form.gridCode);
  const outlines = useMemo(
    () => (shown ?? []).map(({ id, code, name, outline }) => ({ id, code, name, outline })),
    [shown],
  );
  const { point } = form;
  const marks = useMemo(
    () => (point === null ? [] : [{ id: 'call', label: '反映的地点', at: point, tone: 'self' as const }]),
    [point],
  );
  if (shown === undefined || shown.length === 0) return null;
  const pick = ({ at, gridId }: MapPick) => {
    const grid = shown.find(({ id }) => id === gridId);
    onChange({
      point: { ...at, datum: 'WGS84' },
      gridCode: grid?.code ?? null,
      gridName: grid === undefined ? '' : gridLabel(grid),
    });
  };
  return (
    <section aria-label="在网格图上指出地点">
      <h2>
        地点 <span className="desk-muted">{form.gridName || '点网格图,或按 Tab 到网格后回车'}</span>
      </h2>
      <div className="call-map">
        <Suspense fallback={null}>
          <GridMap
            label="街道网格图"
            grids={outlines}
            points={marks}
            selected={chosen?.id ?? null}
            selectedPoint={point === null ? null : 'call'}
            onPick={pick}
          />
        </Suspense>
      </div>
    </section>
  );
}
