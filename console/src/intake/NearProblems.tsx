import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { problemsNear } from '../api/intake';
import { type CallForm, middleOf } from './filing.view';
import { useStreetGrids } from './use-street-grids';

interface Props {
  streetId: string | undefined;
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

/** What many people have near the place already: the new order can join it. */
export function NearProblems({ streetId, form, onChange }: Props) {
  const { chosen } = useStreetGrids(streetId, form.gridCode);
  // Where only the grid is known, from its middle.
  const point = form.point ?? (chosen === undefined ? null : middleOf(chosen.outline));
  const near = useQuery({
    queryKey: ['problems-near', point],
    queryFn: () => problemsNear({ lat: point?.lat ?? 0, lng: point?.lng ?? 0 }),
    enabled: point !== null,
    staleTime: 60_000,
  });
  const items = point === null ? [] : (near.data?.items ?? []);
  if (items.length === 0) return null;
  return (
    <section aria-label="附近已有的问题">
      <h2>附近已有的问题</h2>
      <ul className="call-earlier">
        {items.slice(0, 5).map((problem) => {
          const isChosen = form.problemId === problem.id;
          return (
            <li key={problem.id}>
              {problem.className} · {problem.count} 人反映 · {form.point === null ? '离网格中心' : ''}约{' '}
              {problem.distanceM} 米 · {problem.stateLabel}{' '}
              <Button
                size="small"
                type={isChosen ? 'primary' : 'default'}
                aria-pressed={isChosen}
                onClick={() => onChange({ problemId: isChosen ? null : problem.id })}
              >
                也是这件,登记后关联
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
