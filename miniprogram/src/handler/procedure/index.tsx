import { Text, View } from '@tarojs/components';
import { usePullDownRefresh, useRouter } from '@tarojs/taro';
import { stepsOf } from '@yihu/shared';
import { useProcedure } from '../../api/use-procedures';
import { Card, Empty, Page, ProcedureCard, Remote, StepButtons, WayOut } from '../../components';
import { go } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';

/** One procedure on a page of its own: where messages and the inbox lead. */
export default function ProcedurePage() {
  const { id } = useRouter().params;
  const session = useSession();
  const { remote, step } = useProcedure(id, session !== null);
  usePullDownRefresh(() => void remote.reload().finally(stopRefresh));
  const run = remote.data;
  const steps = run ? stepsOf(run) : [];
  const take = { step, order: null };
  return (
    <Page needsSignIn>
      {id ? (
        <Remote of={remote} wayOut={<WayOut to="work" />}>
          {(data) => (
            <View>
              {steps.length > 0 && (
                <Card title="待您处理">
                  <StepButtons run={data} steps={steps} take={take} />
                </Card>
              )}
              <ProcedureCard run={data} take={take} bare />
              {data.orders.map((order) => (
                <Card
                  key={order.id}
                  id={`order-${order.id}`}
                  label={`看工单 ${order.title}`}
                  onTap={() => go('handler/order/index', { id: order.id })}
                >
                  <Text className="yh-lead">{order.title}</Text>
                  <View className="yh-muted yh-small">{order.orderNo} · 看工单</View>
                </Card>
              ))}
            </View>
          )}
        </Remote>
      ) : (
        <Empty text="没有找到这个流程">
          <WayOut to="work" />
        </Empty>
      )}
    </Page>
  );
}
