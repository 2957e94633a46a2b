import { Text, View } from '@tarojs/components';
import { usePullDownRefresh, useRouter } from '@tarojs/taro';
import { type ActionName, isAction, type OrderView, opensRatePage, residentPlan } from '@yihu/shared';
import { useEffect, useRef } from 'react';
import { ApiError } from '../../api/request';
import { useOrder } from '../../api/use-order';
import { type LiveProcedures, useProcedures } from '../../api/use-procedures';
import {
  Button,
  Card,
  DueBadge,
  Empty,
  LongText,
  OrderActions,
  OrderLog,
  OwnDecisions,
  Page,
  PhotoStrip,
  Remote,
  StateTag,
  Stations,
  VoicePlayer,
  WayOut,
} from '../../components';
import { checkOrder } from '../../outbox/outbox';
import { copyText } from '../../platform/clipboard';
import { go } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { isUnwritten, RESIDENT_STATES, residentDueLabel } from '../../view/state';
import { Outbox } from '../outbox/Outbox';
import { Details } from './Details';
import { Outcome } from './Outcome';
import './index.scss';

const WORDS: Partial<Record<ActionName, string>> = {
  rate: '看结果,作评价',
  dispute: '没解决,要求重办',
  urge: '催一下',
};

/** One matter as the person who filed it sees it. */
export default function OrderPage() {
  const { id, do: wanted } = useRouter().params;
  const session = useSession();
  const { remote, run } = useOrder(id, session !== null);
  const order = remote.data;
  const procedures = useProcedures(order, remote.reload);
  const reload = () => Promise.all([remote.reload(), procedures.remote.reload()]);
  usePullDownRefresh(() => void reload().finally(stopRefresh));

  // opening the result is how she is told; a failure changes nothing for her and is tried again next time
  const told = useRef(false);
  useEffect(() => {
    if (!order?.isOwn || told.current || !order.allowed.includes('seen')) return;
    told.current = true;
    void run('seen', {}).catch(() => {
      told.current = false;
    });
  });

  // after a restore the server may not know it any more, while this phone still does
  const unknown = remote.error instanceof ApiError && remote.error.status !== 0;
  useEffect(() => {
    if (id && unknown) void checkOrder(id).catch(() => undefined);
  }, [id, unknown]);

  const rate = (action: ActionName) => {
    if (!opensRatePage(action) || !order) return false;
    void go('resident/rate/index', { id: order.id, solved: action === 'rate' ? undefined : 'NO' });
    return true;
  };
  const plan = order ? residentPlan(order) : { primary: null, rest: [] };
  const hasActions = plan.primary !== null || plan.rest.length > 0;
  return (
    <Page
      needsSignIn
      bottom={
        order && hasActions ? (
          <OrderActions
            order={order}
            plan={plan}
            run={run}
            words={WORDS}
            divert={rate}
            opened={wanted && isAction(wanted) ? wanted : undefined}
          />
        ) : undefined
      }
    >
      {unknown && <Outbox />}
      {id ? (
        <Remote of={remote} wayOut={<WayOut to="orders" />}>
          {(data) => <Body order={data} procedures={procedures} />}
        </Remote>
      ) : (
        <Empty text="没有找到这件诉求">
          <WayOut to="orders" />
        </Empty>
      )}
    </Page>
  );
}

function Body({ order, procedures }: { order: OrderView; procedures: LiveProcedures }) {
  const { text, tone } = RESIDENT_STATES[order.state];
  const due = residentDueLabel(order.state);
  return (
    <View>
      <View className="order-top">
        <View className="yh-row">
          <StateTag text={text} tone={tone} />
          {order.cycle > 0 && <StateTag text={`第${order.cycle + 1}次办理`} tone="warn" />}
        </View>
        <Text className="order-top__headline" id="order-headline">
          {order.headline}
        </Text>
        {order.dueAt && due && <DueBadge what={due} dueAt={order.dueAt} />}
      </View>
      {order.question && order.state === 'NEED_INFO' && (
        <View className="yh-ask" id="order-question">
          <Text className="yh-ask__title">工作人员问您</Text>
          <Text className="yh-ask__text">{order.question}</Text>
          <Text className="yh-muted yh-small">点下面的「补充材料」回答,可以加照片。</Text>
        </View>
      )}
      <OwnDecisions order={order} procedures={procedures} />
      <Outcome order={order} />
      {order.stations.length > 0 && (
        <Card title="办到哪一步">
          <Stations stations={order.stations} />
        </Card>
      )}
      <Details order={order} />
      <Card title="经过">
        <OrderLog entries={order.timeline} />
      </Card>
      <Card title="您反映的">
        {order.recording && (
          <VoicePlayer id="order-voice" src={order.recording.url} seconds={order.recording.seconds} />
        )}
        <LongText
          text={order.text || (isUnwritten(order.voice) ? '(热线办正在把您的录音写成文字)' : '(没有写文字)')}
        />
        <View className="order-photos">
          <PhotoStrip photos={order.photos} label="您拍的照片" />
        </View>
      </Card>
      <View className="order-no">
        <Text selectable>编号 {order.orderNo}</Text>
        <Button id="order-copy" kind="plain" size="small" onTap={() => copyText(order.orderNo)}>
          复制
        </Button>
      </View>
    </View>
  );
}
