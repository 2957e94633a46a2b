import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CallerLookup, isOpen, newKey, whenText } from '@yihu/shared';
import { Alert, Button, Empty, Flex, Tag } from 'antd';
import { callerOrders } from '../api/intake';
import { act, orderById } from '../api/orders';
import { Remote, useDoing, useNow } from '../components';
import { useCan } from '../session/session';
import { type CallForm, isWholePhone } from './filing.view';

interface Props {
  form: CallForm;
  onChange: (part: Partial<CallForm>) => void;
}

/** Orders that may be urged; the others have nobody to be urged. */
const URGEABLE = ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'REPLIED', 'SUSPENDED'];

/** Who is calling: what she has said before, and what of it is still open. */
export function CallerPanel({ form, onChange }: Props) {
  const mayLook = useCan('caller:lookUp');
  const isWhole = isWholePhone(form.phone);
  const found = useQuery({
    queryKey: ['caller', form.phone],
    queryFn: () => callerOrders(form.phone),
    enabled: mayLook && isWhole,
    // Each look is written down: the same number is asked once while it stands there.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!mayLook) return null;
  return (
    <section aria-label="来电人以前的诉求" id="caller">
      <h2>来电人以前的诉求</h2>
      {isWhole ? (
        <Remote of={found}>{(caller) => <Earlier caller={caller} form={form} onChange={onChange} />}</Remote>
      ) : (
        <p className="desk-muted">写下完整的电话后在这里看到。查看会留下记录。</p>
      )}
    </section>
  );
}

function Earlier({ caller, form, onChange }: Props & { caller: CallerLookup }) {
  const now = useNow();
  const { run, busy } = useDoing(['orders'], ['caller', form.phone]);
  if (caller.items.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="这个号码没有反映过" />;
  }
  const urge = async (id: string) => {
    const { version } = await orderById(id);
    await act(id, 'urge', { commandId: newKey(), version, fields: {} });
  };
  const open = caller.items.filter(({ state }) => isOpen(state)).length;
  return (
    <>
      {caller.vulnerable === true && (
        <Alert type="info" showIcon className="call-alert" title="这位来电人需要照顾:先打电话,慢慢说" />
      )}
      <p>
        共 {caller.items.length} 件,<strong>{open} 件在办</strong>
      </p>
      <ul className="call-earlier">
        {caller.items.slice(0, 8).map((order) => (
          <li key={order.id} data-open={isOpen(order.state) || undefined}>
            <Flex gap="small" align="center" wrap>
              <Tag>{order.stateLabel}</Tag>
              <Link to="/orders" search={{ id: order.id }}>
                {order.title}
              </Link>
            </Flex>
            <div className="desk-muted">
              {order.orderNo} · {whenText(order.receivedAt, now)}
              {order.leadUnitName !== null && ` · ${order.leadUnitName}`}
            </div>
            {isOpen(order.state) && (
              <Flex gap="small" wrap>
                <Button
                  size="small"
                  type={form.sameAs === order.orderNo ? 'primary' : 'default'}
                  aria-pressed={form.sameAs === order.orderNo}
                  onClick={() => onChange({ sameAs: form.sameAs === order.orderNo ? null : order.orderNo })}
                >
                  同一件事,登记后并入
                </Button>
                <Button
                  size="small"
                  disabled={busy || !URGEABLE.includes(order.state)}
                  onClick={() => void run(`已催办 ${order.orderNo}`, () => urge(order.id))}
                >
                  只催办这件
                </Button>
              </Flex>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
