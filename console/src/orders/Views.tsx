import { LIST_VIEWS, type ListViewName } from '@yihu/shared';
import { errText } from '../api/request';
import type { Address } from './use-address';
import { useCounts } from './use-list';

const NAMES = Object.keys(LIST_VIEWS) as ListViewName[];
/** Many of these is bad news, and is drawn so besides the number. */
const WORRYING: ReadonlySet<ListViewName> = new Set(['OVERDUE', 'UNHAPPY']);

/** The built-in lists with how many orders each holds. */
export function Views({ view, list }: Pick<Address, 'view' | 'list'>) {
  const counts = useCounts();
  const numbers: Partial<Record<ListViewName, number>> = counts.data?.counts ?? {};
  return (
    <nav className="bench-views" aria-label="工单列表">
      {NAMES.map((name) => (
        <button
          key={name}
          type="button"
          id={`view-${name}`}
          title={LIST_VIEWS[name].about}
          aria-current={name === view ? 'page' : undefined}
          className="bench-view"
          onClick={() => list({ view: name })}
        >
          {LIST_VIEWS[name].label}
          {numbers[name] !== undefined && (
            <span
              className="bench-count"
              data-worrying={WORRYING.has(name) && numbers[name] > 0 ? true : undefined}
            >
              {numbers[name]}
            </span>
          )}
        </button>
      ))}
      {counts.error !== null && <span className="desk-muted">件数没有取到:{errText(counts.error)}</span>}
    </nav>
  );
}
