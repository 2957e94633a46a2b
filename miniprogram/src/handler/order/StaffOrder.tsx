import { Text, View } from '@tarojs/components';
import {
  CHANNELS,
  COMPLEXITIES,
  CONFIDENTIALITIES,
  type OrderView,
  OUTCOMES,
  PARTY_KINDS,
  REACHABILITY,
  REQUEST_TYPES,
  URGENCIES,
  unitReply,
  VOICE_STATES,
  whenText,
} from '@yihu/shared';
import type { LiveProcedures } from '../../api/use-procedures';
import {
  Card,
  EvidenceList,
  Fact,
  Icon,
  LongText,
  OrderLog,
  PhotoStrip,
  Procedures,
  StaffState,
  StateTag,
  VoicePlayer,
} from '../../components';
import { photosOf } from '../../view/photos';
import { isUnwritten } from '../../view/state';
import { useNow } from '../../view/use-now';
import { DueCard } from './DueCard';
import { PlaceCard } from './PlaceCard';

/** Everything staff may see of an order, most pressing first: due time, what it is, where, who, what was done. */
export function StaffOrder({ order, procedures }: { order: OrderView; procedures: LiveProcedures }) {
  const now = useNow();
  return (
    <View>
      <View className="staff-top">
        <View className="yh-row staff-tags">
          <StaffState order={order} />
          {order.urgency === 'L1' && <StateTag text="紧急" tone="bad" />}
          {order.cycle > 0 && <StateTag text={`第${order.cycle + 1}次办理`} tone="warn" />}
          {order.outside && <StateTag text="辖区外" tone="warn" />}
          {isUnwritten(order.voice) && <StateTag text={VOICE_STATES[order.voice]} tone="warn" />}
        </View>
        <Text className="staff-top__title">{order.title}</Text>
        <Text className="yh-muted yh-small">
          {order.orderNo} · {whenText(order.receivedAt, now)} · {CHANNELS[order.channel]}
        </Text>
      </View>
      <DueCard order={order} />
      <EvidenceList asked={order.evidence} />
      <Procedures order={order} procedures={procedures} />
      {order.question && order.state === 'NEED_INFO' && (
        <View className="yh-ask">
          <Text className="yh-ask__title">已请诉求人补充</Text>
          <Text className="yh-ask__text">{order.question}</Text>
        </View>
      )}
      <Card title="诉求内容">
        {order.recording && (
          <VoicePlayer id="order-voice" src={order.recording.url} seconds={order.recording.seconds} />
        )}
        <LongText id="order-text" text={order.text || noWords(order)} />
        {order.redacted && (
          <View className="staff-note">
            <Icon name="alert" />
            个人信息已按规定遮盖,需要时请走「联系」
          </View>
        )}
        <View className="staff-photos">
          <PhotoStrip photos={order.photos} label="诉求照片" />
        </View>
      </Card>
      <FinalReplies order={order} now={now} />
      <Reply order={order} />
      <PlaceCard order={order} />
      <Filer order={order} />
      <Card title="工单信息">
        <Fact name="分类">{order.className ?? '还没有分类'}</Fact>
        <Fact name="类型">
          {REQUEST_TYPES[order.requestType]} · {PARTY_KINDS[order.partyKind]}
        </Fact>
        <Fact name="程度">
          {URGENCIES[order.urgency]} · {COMPLEXITIES[order.complexity]}
        </Fact>
        <Fact name="承办单位">{order.leadUnitName}</Fact>
        <Fact name="经办人">{order.handlerName}</Fact>
        {order.suggestedUnit && (
          <Fact name="建议派给">
            {order.suggestedUnit.name}({order.suggestedUnit.reason})
          </Fact>
        )}
      </Card>
      <Card title="办理经过">
        <OrderLog entries={order.timeline} />
      </Card>
    </View>
  );
}

function noWords({ voice }: OrderView): string {
  return voice === 'ONLY' ? '(只有录音,等热线办听写成文字)' : '(没有写文字,请看照片)';
}

/** What was answered for good before: the desk answers the same matter from it, unless there is something new. */
function FinalReplies({ order, now }: { order: OrderView; now: string }) {
  if (order.finalReplies.length === 0) return null;
  return (
    <Card title="已有最终答复">
      {order.finalReplies.map((reply) => (
        <View key={reply.orderId}>
          <Fact name={reply.same === 'PERSON' ? '同一诉求人' : '同一地点'}>
            {reply.orderNo} {reply.unitName} {whenText(reply.issuedAt, now)}
          </Fact>
          <LongText text={reply.text} />
          <Fact name="还可以找谁">{reply.remedy}</Fact>
        </View>
      ))}
    </Card>
  );
}

function Reply({ order }: { order: OrderView }) {
  const reply = unitReply(order);
  if (reply === null || order.outcome === null) return null;
  return (
    <Card title="答复" aside={<StateTag text={OUTCOMES[order.outcome]} tone="good" />}>
      <View className="yh-quote yh-pre">{reply}</View>
      <View className="staff-compare">
        <Photos name="办理前" order={order} purpose="BEFORE" />
        <Photos name="办理后" order={order} purpose="AFTER" />
      </View>
    </Card>
  );
}

function Photos({ name, order, purpose }: { name: string; order: OrderView; purpose: string }) {
  const photos = photosOf(order, purpose);
  if (photos.length === 0) return null;
  return (
    <View>
      <View className="yh-part">{name}</View>
      <PhotoStrip photos={photos} label={`${name}照片`} />
    </View>
  );
}

function Filer({ order }: { order: OrderView }) {
  const { contact, reachability } = order;
  if (!contact) return null;
  const who = [contact.displayName, contact.maskedPhone].filter(Boolean).join(' ');
  return (
    <Card
      title="诉求人"
      aside={<StateTag text={CONFIDENTIALITIES[contact.confidentiality]} tone="neutral" />}
    >
      {who !== '' && <View className="yh-lead">{who}</View>}
      {contact.whyNot && (
        <View className="staff-note">
          <Icon name="alert" />
          {contact.whyNot}
        </View>
      )}
      {reachability && (
        <View className={`staff-reach staff-reach--${reachability === 'OK' ? 'ok' : 'no'}`}>
          <Icon name={reachability === 'OK' ? 'check' : 'alert'} />
          {REACHABILITY[reachability]}
        </View>
      )}
    </Card>
  );
}
