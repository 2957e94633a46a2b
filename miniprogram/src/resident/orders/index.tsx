import { usePullDownRefresh } from '@tarojs/taro';
import { myOrders } from '../../api/orders';
import { usePages } from '../../api/use-pages';
import { Button, Empty, OrderList, Page } from '../../components';
import { go, goTab } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { partsOf } from '../../view/landing';
import { Outbox } from '../outbox/Outbox';

/** All matters of the signed-in person, newest first. */
export default function OrdersPage() {
  const session = useSession();
  const files = session !== null && partsOf(session.me).files;
  const pages = usePages(files ? `mine:${session.me.personId}` : null, myOrders);
  usePullDownRefresh(() => void pages.reload().finally(stopRefresh));
  if (session && !files) {
    return (
      <Page>
        <Empty text="这里放居民自己反映的事。您的工单在工作台。">
          <Button onTap={() => goTab('handler/tasks/index')}>去工作台</Button>
        </Empty>
      </Page>
    );
  }
  return (
    <Page needsSignIn>
      <Outbox />
      <OrderList
        pages={pages}
        reader="resident"
        none="您还没有反映过问题"
        onOpen={({ id }) => go('resident/order/index', { id })}
      >
        <Button id="orders-file" onTap={() => go('resident/file/index', { start: 'photo' })}>
          反映一个问题
        </Button>
      </OrderList>
    </Page>
  );
}
