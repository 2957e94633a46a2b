import { Text, View } from '@tarojs/components';
import type { DeletionPlan } from '@yihu/shared';
import { useState } from 'react';
import { deleteMyAccount, deletionPlan } from '../../../api/privacy';
import { ApiError } from '../../../api/request';
import { useRemote } from '../../../api/use-remote';
import { Button, Card, ConfirmSheet, Empty, Page, Remote, StateTag } from '../../../components';
import { forgetAll } from '../../../outbox/outbox';
import { go, goTab } from '../../../platform/nav';
import { leaveDevice } from '../../../session/left';
import { useSession } from '../../../session/session';
import './index.scss';

/** What deleting the account means, in full, and then the deed. */
export default function LeavePage() {
  const session = useSession();
  const [gone, setGone] = useState(false);
  const plan = useRemote(session ? `deletion:${session.me.personId}` : null, deletionPlan);
  if (gone) {
    return (
      <Page>
        <Empty text="账号已注销。您的姓名、电话和微信关系都已删除,正在办的事会照样办。">
          <Button id="leave-home" onTap={() => goTab('resident/home/index')}>
            回首页
          </Button>
        </Empty>
      </Page>
    );
  }
  return (
    <Page needsSignIn>
      <Remote of={plan}>{(data) => <Plan plan={data} onGone={() => setGone(true)} />}</Remote>
    </Page>
  );
}

function Plan({ plan, onGone }: { plan: DeletionPlan; onGone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>();
  const leave = async () => {
    setError(undefined);
    try {
      await deleteMyAccount();
    } catch (e) {
      // A repeat whose first answer was lost finds no session any more: it is done.
      if (!(e instanceof ApiError) || e.code !== 'SESSION_EXPIRED') return setError(e);
    }
    forgetAll();
    leaveDevice();
    onGone();
  };
  return (
    <View>
      {plan.openOrders.length > 0 && (
        <Card title={`您有 ${plan.openOrders.length} 件事正在办`}>
          {plan.openOrders.map((order) => (
            <View key={order.orderId} className="leave-part">
              <View className="yh-row yh-row--between">
                <Text className="leave-title">{order.title}</Text>
                <StateTag tone="info" text={order.stateLabel} />
              </View>
              <View>{order.fate}</View>
              <Button
                kind="secondary"
                size="small"
                id={`leave-order-${order.orderId}`}
                label={`看这件诉求:${order.title}`}
                onTap={() => go('resident/order/index', { id: order.orderId })}
              >
                看这件诉求
              </Button>
            </View>
          ))}
        </Card>
      )}
      <Card title="马上删除,找不回来">
        {plan.deleted.map((line) => (
          <View key={line} className="leave-line">
            · {line}
          </View>
        ))}
      </Card>
      <Card title="会留下,但不再和您有关">
        {plan.kept.map(({ what, why, until }) => (
          <View key={what} className="leave-part">
            <View className="leave-title">{what}</View>
            <View>为什么:{why}</View>
            <View>到什么时候:{until}</View>
          </View>
        ))}
      </Card>
      <View className="yh-stack">
        <Button id="leave-export" kind="secondary" onTap={() => go('resident/privacy/export/index')}>
          先导出一份
        </Button>
        <Button id="leave-ask" kind="outline-danger" onTap={() => setAsking(true)}>
          我看清了,注销账号
        </Button>
      </View>
      <ConfirmSheet
        open={asking}
        title="确定注销?"
        danger
        confirmText="注销"
        error={error}
        onConfirm={leave}
        onClose={() => setAsking(false)}
      >
        <View>注销后找不回来。正在办的事照样办,您不能再看进展、补充和评价。</View>
      </ConfirmSheet>
    </View>
  );
}
