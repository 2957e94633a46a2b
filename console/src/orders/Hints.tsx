import { useQuery } from '@tanstack/react-query';
import { type OrderView, whenText } from '@yihu/shared';
import { Button, Collapse, Flex } from 'antd';
import { sameMatter } from '../api/desk';
import { useNow } from '../components';
import { useCan } from '../session/session';
import type { Act } from './acts.view';
import { Proposed } from './Proposed';
import { SuggestedUnit } from './SuggestedUnit';

interface Props {
  order: OrderView;
  merge: Act | undefined;
  onMerge: (act: Act) => void;
  onOpen: (id: string) => void;
}

/** What helps to decide: what it is about, who should have it, final replies given before, the same matter. */
export function Hints({ order, merge, classify, onMerge, onOpen }: Props & { classify: Act | undefined }) {
  return (
    <>
      <Proposed order={order} classify={classify} onAct={onMerge} onOpen={onOpen} />
      {order.state === 'ACCEPTED' && <SuggestedUnit suggestedUnit={order.suggestedUnit} />}
      <Same order={order} merge={merge} onMerge={onMerge} onOpen={onOpen} />
      <FinalReplies replies={order.finalReplies} onOpen={onOpen} />
    </>
  );
}

/** More of them are looked over beside, not here. */
const SHOWN = 3;

function Same({ order, merge, onMerge, onOpen }: Props) {
  const mayMerge = useCan('order:merge');
  const now = useNow();
  const same = useQuery({
    queryKey: ['order', order.id, 'same'],
    queryFn: () => sameMatter(order.id),
    enabled: mayMerge && merge !== undefined,
  });
  const items = same.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="bench-hint" aria-label="可能是同一件事">
      <strong>同一诉求人还有 {items.length} 件相近的</strong>
      {items.slice(0, SHOWN).map((other) => (
        <Flex key={other.id} gap="small" align="center" wrap>
          <Button type="link" size="small" onClick={() => onOpen(other.id)}>
            {other.orderNo}
          </Button>
          <span>{other.title}</span>
          <span className="desk-muted">
            {other.stateLabel} · {whenText(other.receivedAt, now)}
            {other.leadUnitName === null ? '' : ` · ${other.leadUnitName}`}
          </span>
          {other.isOpen && merge !== undefined && (
            <Button size="small" onClick={() => onMerge({ ...merge, start: { targets: [other.orderNo] } })}>
              并入这一件
            </Button>
          )}
        </Flex>
      ))}
      {items.length > SHOWN && <span className="desk-muted">其余见右边「相关工单」</span>}
    </section>
  );
}

const SAME = { PERSON: '同一诉求人', PLACE: '同一地点' } as const;

function FinalReplies({ replies, onOpen }: { replies: OrderView['finalReplies'] } & Pick<Props, 'onOpen'>) {
  const now = useNow();
  if (replies.length === 0) return null;
  return (
    <Collapse
      size="small"
      className="bench-finals"
      items={replies.map((reply) => ({
        key: reply.orderId,
        label: `已有最终答复:${SAME[reply.same]},${reply.unitName},${whenText(reply.issuedAt, now)}`,
        children: (
          <>
            <p className="bench-said">{reply.text}</p>
            <p className="desk-muted">救济途径:{reply.remedy}</p>
            <Button size="small" onClick={() => onOpen(reply.orderId)}>
              打开 {reply.orderNo}
            </Button>
          </>
        ),
      }))}
    />
  );
}
