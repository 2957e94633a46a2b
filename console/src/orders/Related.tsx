import { useQuery } from '@tanstack/react-query';
import { CONTEXT_DAYS, CONTEXT_METRES, type ContextGroup, type OrderContext, whenText } from '@yihu/shared';
import { Button, Empty } from 'antd';
import { orderContext } from '../api/desk';
import { Remote, useNow } from '../components';

const GROUPS: readonly [keyof OrderContext, string][] = [
  ['caller', '同一诉求人'],
  ['firm', '同一企业'],
  ['place', `${CONTEXT_METRES} 米内或同网格同类`],
  ['sameClass', `${CONTEXT_DAYS} 天内同类`],
];

/** Orders that have to do with this one: of the same caller, firm, place and class. */
export function Related({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const context = useQuery({ queryKey: ['order', id, 'context'], queryFn: () => orderContext(id) });
  return (
    <Remote of={context}>
      {(found) => {
        const groups = GROUPS.flatMap(([key, label]) => {
          const group = found[key];
          return group === null || group.count === 0 ? [] : [{ key, label, group }];
        });
        if (groups.length === 0) {
          return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有相关的工单" />;
        }
        return groups.map(({ key, label, group }) => (
          <Group key={key} label={label} group={group} onOpen={onOpen} />
        ));
      }}
    </Remote>
  );
}

interface GroupProps {
  label: string;
  group: ContextGroup;
  onOpen: (id: string) => void;
}

function Group({ label, group, onOpen }: GroupProps) {
  const now = useNow();
  return (
    <section aria-label={label}>
      <h3>
        {label} {group.count} 件{group.count > group.items.length && `,列出最近 ${group.items.length} 件`}
      </h3>
      <ul className="bench-related">
        {group.items.map((row) => (
          <li key={row.id}>
            <Button type="link" size="small" className="bench-fold" onClick={() => onOpen(row.id)}>
              {row.title}
            </Button>
            <div className="desk-muted">
              {row.stateLabel} · {whenText(row.receivedAt, now)} · {row.gridName ?? row.placeLabel}
              {row.leadUnitName === null ? '' : ` · ${row.leadUnitName}`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
