import { usePullDownRefresh, useRouter } from '@tarojs/taro';
import type { ActionName } from '@yihu/shared';
import { staffPlan } from '@yihu/shared';
import { useOrder } from '../../api/use-order';
import { useProcedures } from '../../api/use-procedures';
import { Empty, OrderActions, Page, Remote, WayOut } from '../../components';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { CallButton } from './CallButton';
import { StaffOrder } from './StaffOrder';
import '../work.scss';
import './index.scss';

const WORDS: Partial<Record<ActionName, string>> = { arrive: '我到现场了', rate: '代填回访评价' };

/** One order as staff see it: handlers and the office get the same page, with the buttons each may use. */
export default function HandlerOrderPage() {
  const { id } = useRouter().params;
  const session = useSession();
  const { remote, run } = useOrder(id, session !== null);
  const order = remote.data;
  const procedures = useProcedures(order, remote.reload);
  const reload = () => Promise.all([remote.reload(), procedures.remote.reload()]);
  usePullDownRefresh(() => void reload().finally(stopRefresh));
  const kinds = procedures.remote.data?.openable ?? [];
  const plan = order ? staffPlan(order) : { primary: null, rest: [] };
  const hasActions = plan.primary !== null || plan.rest.length > 0 || kinds.length > 0;
  const canCall = order?.contact?.canReveal ?? false;
  return (
    <Page
      needsSignIn
      bottom={
        order && (hasActions || canCall) ? (
          <OrderActions
            order={order}
            plan={plan}
            run={run}
            words={WORDS}
            openings={{ kinds, open: procedures.open }}
          >
            {order.contact && canCall && <CallButton key={order.id} order={order} />}
          </OrderActions>
        ) : undefined
      }
    >
      {id ? (
        <Remote of={remote} wayOut={<WayOut to="work" />}>
          {(data) => <StaffOrder order={data} procedures={procedures} />}
        </Remote>
      ) : (
        <Empty text="没有找到这张工单">
          <WayOut to="work" />
        </Empty>
      )}
    </Page>
  );
}
