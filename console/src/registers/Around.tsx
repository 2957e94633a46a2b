import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { orderById } from '../api/orders';
import { ordersAround } from '../api/registers';
import { DeskPage, Remote, useFilters } from '../components';
import { OrderReading } from '../orders';
import { OrderTable } from './OrderTable';

/** What happens in her community and is led by others: to be read. */
export default function Around() {
  const [{ id }, filter] = useFilters();
  return (
    <DeskPage
      title="本社区范围内"
      about="发生在本社区、由别的单位承办的在办工单;只能看,联系诉求人请找承办单位"
    >
      <OrderTable queryKey={['around']} load={ordersAround} onOpen={(next) => filter({ id: next })} />
      {id !== undefined && <Reading key={id} id={id} onClose={() => filter({ id: undefined })} />}
    </DeskPage>
  );
}

function Reading({ id, onClose }: { id: string; onClose: () => void }) {
  const order = useQuery({ queryKey: ['order', id], queryFn: () => orderById(id) });
  return (
    <Drawer open size="large" title={order.data?.orderNo ?? '工单'} onClose={onClose}>
      <Remote of={order}>{(shown) => <OrderReading order={shown} />}</Remote>
    </Drawer>
  );
}
