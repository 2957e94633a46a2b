import { useQuery } from '@tanstack/react-query';
import type { OrderView, Proposal } from '@yihu/shared';
import { Button } from 'antd';
import { proposalsOf } from '../api/quality';
import type { Act } from './acts.view';

interface Props {
  order: OrderView;
  classify: Act | undefined;
  onAct: (act: Act) => void;
  onOpen: (id: string) => void;
}

const BEFORE_SENT: readonly string[] = ['SUBMITTED', 'NEED_INFO', 'ACCEPTED'];

/** How sure the rules are, and why. */
export function Why({ of }: { of: Proposal }) {
  return (
    <span className="desk-muted">
      把握 {of.confidence}% · {of.reason}
    </span>
  );
}

/** The class that was spoken of, where the order has another or none, and the order it may be a double of. */
export function Proposed({ order, classify, onAct, onOpen }: Props) {
  const found = useQuery({
    queryKey: ['order', order.id, 'proposals', order.version],
    queryFn: () => proposalsOf(order.id),
    enabled: BEFORE_SENT.includes(order.state),
    staleTime: 60_000,
  });
  const { class: ofClass = null, double = null } = found.data ?? {};
  const isOther = ofClass !== null && ofClass.code !== order.classCode;
  return (
    <>
      {isOther && (
        <p className="bench-suggested" id="proposed-class">
          建议分类 <strong>{ofClass.name}</strong> <Why of={ofClass} />{' '}
          {classify !== undefined && (
            <Button size="small" onClick={() => onAct({ ...classify, start: { classCode: ofClass.code } })}>
              按建议分类
            </Button>
          )}
        </p>
      )}
      {double !== null && (
        <p className="bench-suggested" id="proposed-double">
          可能重复{' '}
          <Button type="link" size="small" onClick={() => onOpen(double.orderId)}>
            {double.orderNo}
          </Button>{' '}
          {double.title} <Why of={double} />
        </p>
      )}
    </>
  );
}
