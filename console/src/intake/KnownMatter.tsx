import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { whenText } from '@yihu/shared';
import { Alert, Button, Flex } from 'antd';
import { knownMatter } from '../api/intake';
import { useNow } from '../components';
import { useCan } from '../session/session';
import { FinalReply } from './FinalReply';
import { type CallForm, isWholePhone } from './filing.view';
import { useStreetGrids } from './use-street-grids';

interface Props {
  streetId: string | undefined;
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

/** Before it is filed: the caller's own orders of the class, and final replies it may be answered from. */
export function KnownMatter({ streetId, form, onChange }: Props) {
  const now = useNow();
  const mayLook = useCan('caller:lookUp');
  const mayMerge = useCan('order:merge');
  const { chosen } = useStreetGrids(streetId, form.gridCode);
  const phone = isWholePhone(form.phone) && form.confidentiality !== 'ANONYMOUS' ? form.phone : null;
  const { classCode } = form;
  const asked = { streetId: streetId ?? '', phone, classCode: classCode ?? '', gridId: chosen?.id ?? null };
  const known = useQuery({
    queryKey: ['known-matter', asked],
    queryFn: () => knownMatter(asked),
    enabled: mayLook && streetId !== undefined && classCode !== null && (phone ?? asked.gridId) !== null,
    // Each look at a caller is written down.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const { same = [], finalReplies = [] } = known.data ?? {};
  return (
    <section aria-live="polite" aria-label="同一件事" id="known-matter">
      {same.map((order) => {
        const isChosen = form.sameAs === order.orderNo;
        return (
          <Alert
            key={order.id}
            type="warning"
            showIcon
            className="call-alert"
            title={`${order.isOpen ? '可能是同一件' : '反映过同一类事'}:${order.title}(${order.stateLabel})`}
            description={
              <Flex gap="small" align="center" wrap>
                <Link to="/orders" search={{ view: 'ALL', id: order.id }}>
                  {order.orderNo}
                </Link>
                <span>
                  {whenText(order.receivedAt, now)}
                  {order.leadUnitName !== null && ` · ${order.leadUnitName}`}
                </span>
                {order.isOpen && mayMerge && (
                  <Button
                    size="small"
                    type={isChosen ? 'primary' : 'default'}
                    aria-pressed={isChosen}
                    onClick={() => onChange({ sameAs: isChosen ? null : order.orderNo })}
                  >
                    是同一件,登记后并入
                  </Button>
                )}
              </Flex>
            }
          />
        );
      })}
      {finalReplies.map((reply) => (
        <FinalReply key={reply.orderId} reply={reply} />
      ))}
    </section>
  );
}
