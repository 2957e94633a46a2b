import { useQuery } from '@tanstack/react-query';
import type { OrderView } from '@yihu/shared';
import { onDuty } from '../api/desk';

type Props = Pick<OrderView, 'suggestedUnit'>;

/** Who is on duty now at the unit proposed. */
export function OnDuty({ suggestedUnit }: Props) {
  const unitId = suggestedUnit?.unitId;
  const duty = useQuery({
    queryKey: ['duty', unitId],
    queryFn: () => onDuty(unitId ?? ''),
    enabled: unitId !== undefined,
    staleTime: 60_000,
  });
  if (suggestedUnit === null || duty.data === undefined) return null;
  const names = duty.data.map(({ personName, roleLabel }) => `${personName}(${roleLabel})`).join('、');
  return (
    <span className="desk-muted">
      {suggestedUnit.name}现在值班:{names === '' ? '没有排班' : names}
    </span>
  );
}

/** The unit the duty list proposes, how sure that is, why, and who is on duty there. */
export function SuggestedUnit({ suggestedUnit }: Props) {
  if (suggestedUnit === null) return null;
  return (
    <p className="bench-suggested">
      建议派给 <strong>{suggestedUnit.name}</strong>{' '}
      <span className="desk-muted">
        把握 {suggestedUnit.confidence}% · {suggestedUnit.reason} · <OnDuty suggestedUnit={suggestedUnit} />
      </span>
    </p>
  );
}
