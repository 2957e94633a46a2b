import { useQuery } from '@tanstack/react-query';
import type { OrderView } from '@yihu/shared';
import { onDuty } from '../api/desk';

/** The unit the duty list proposes, why, and who is on duty there. */
export function SuggestedUnit({ order: { suggestedUnit } }: { order: Pick<OrderView, 'suggestedUnit'> }) {
  const unitId = suggestedUnit?.unitId;
  const duty = useQuery({
    queryKey: ['duty', unitId],
    queryFn: () => onDuty(unitId ?? ''),
    enabled: unitId !== undefined,
    staleTime: 60_000,
  });
  if (suggestedUnit === null) return null;
  const names = duty.data?.map(({ personName, roleLabel }) => `${personName}(${roleLabel})`).join('、');
  return (
    <p className="bench-suggested">
      建议派给 <strong>{suggestedUnit.name}</strong>
      <span className="desk-muted">
        {' '}
        · {suggestedUnit.reason}
        {duty.data !== undefined && ` · 现在值班:${names === '' ? '没有排班' : names}`}
      </span>
    </p>
  );
}
