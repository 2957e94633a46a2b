import { Text, View } from '@tarojs/components';
import { durationText, toMillis, whenText } from '@yihu/shared';
import { Button, StateTag, type Tone } from '../../components';
import { discard, dismiss, hold, isSending, sendAgain } from '../../outbox/outbox';
import { atRiskText, contentText, type Filing, isStale, PHOTO_STATES, photoState } from '../../outbox/queue';
import { isSaved } from '../../outbox/store';
import { spoken } from '../../platform/a11y';
import { confirm } from '../../platform/feedback';
import { go } from '../../platform/nav';
import { useNow } from '../../view/use-now';

export interface FilingCardProps {
  filing: Filing;
  /** Opens it to be changed; without it the form is opened. */
  onEdit?: () => unknown;
}

/** One filing that has not arrived yet: what of it is on the phone, what holds it up, and what can be done. */
export function FilingCard({ filing, onEdit }: FilingCardProps) {
  const now = useNow();
  const stale = isStale(filing, now);
  const { text, tone } = signOf(filing, stale);
  const { draft, state, trouble } = filing;
  const risk = state === 'SENT' ? null : atRiskText(draft.photos, isSaved());
  return (
    <View className="yh-card filing" id={`filing-${filing.key}`}>
      <View className="yh-row yh-row--between">
        <StateTag text={text} tone={tone} />
        <Text className="yh-muted yh-small">{whenText(filing.queuedAt, now)}</Text>
      </View>
      <View className="filing__text">
        {excerpt(draft.text) || (draft.problem ? `我也遇到:${draft.problem.className}` : '(没有写文字)')}
      </View>
      {state !== 'SENT' && <Contents filing={filing} />}
      <View className="filing__hint" {...spoken({ role: 'status', live: 'polite' })}>
        {hintOf(filing, stale ? durationText(toMillis(now) - toMillis(filing.confirmedAt)) : null)}
      </View>
      {trouble && state !== 'SENT' && <View className="filing__trouble">{trouble}</View>}
      {risk && <View className="filing__trouble">{risk}</View>}
      <Acts filing={filing} stale={stale} onEdit={onEdit} />
    </View>
  );
}

function Contents({ filing: { draft } }: { filing: Filing }) {
  return (
    <View>
      <View className="yh-muted">已留在手机里:{contentText(draft)}</View>
      {draft.photos.map((photo, at) => (
        <View key={photo.key} className="filing__photo">
          第 {at + 1} 张:{PHOTO_STATES[photoState(photo)]}
          {photo.refused && photo.error ? `(${photo.error})` : ''}
        </View>
      ))}
    </View>
  );
}

function signOf({ state, lostNo }: Filing, stale: boolean): { text: string; tone: Tone } {
  if (state === 'SENT') return { text: lostNo ? '已重新提交' : '已自动提交', tone: 'good' };
  if (state === 'REFUSED') return { text: '没有被接收', tone: 'bad' };
  if (state === 'HELD') return { text: '先不提交', tone: 'neutral' };
  if (isSending()) return { text: '正在发送', tone: 'info' };
  return { text: stale ? '还要提交吗' : '待发送', tone: 'warn' };
}

/** `age`: how long it has waited, when it is to be asked about. */
function hintOf({ state, lostNo, receipt }: Filing, age: string | null): string {
  const renewed = lostNo ? `原编号 ${lostNo}:该诉求在恢复点之后提交,` : '';
  if (state === 'SENT') {
    const no = `编号 ${receipt?.orderNo ?? ''}`;
    return renewed ? `${renewed}已用同一份内容重新提交,新${no}` : `您不在时已提交成功,${no}`;
  }
  if (state === 'REFUSED') return '内容都还在。按下面的原因改一改,再提交。';
  if (state === 'HELD') return '留在手机里,您点「提交」才会发出。';
  if (renewed) return `${renewed}请重新提交。联网后自动重新提交,不用再写一遍。`;
  if (age) return `已经放了${age},事情可能有变化。确认后才会提交。`;
  return '还没有提交上去。联网后自动提交,不用再写一遍。';
}

const EXCERPT = 50;

function excerpt(text: string): string {
  const points = [...text.trim()];
  return points.length > EXCERPT ? `${points.slice(0, EXCERPT).join('')}…` : points.join('');
}

function Acts({ filing, stale, onEdit }: FilingCardProps & { stale: boolean }) {
  const { key, state, forCaller, receipt } = filing;
  const open = () => go('resident/file/index', { edit: key, for: forCaller ? 'caller' : undefined });
  const remove = async () => {
    if (await confirm('这份内容和照片会从手机里删掉,确定不要了吗?', '不要了')) discard(key);
  };
  if (state === 'SENT') {
    return (
      <View className="yh-row">
        <Button id="filing-seen" kind="secondary" onTap={() => dismiss(key)}>
          知道了
        </Button>
        <Button
          id="filing-order"
          onTap={() => {
            dismiss(key);
            return go('resident/order/index', { id: receipt?.orderId });
          }}
        >
          看进度
        </Button>
      </View>
    );
  }
  return (
    <View className="yh-stack">
      {state !== 'REFUSED' && (
        <Button id="filing-send" onTap={() => sendAgain(key)}>
          {stale ? '还要提交' : state === 'HELD' ? '提交' : '现在就试'}
        </Button>
      )}
      <View className="yh-row">
        <Button id="filing-edit" kind={state === 'REFUSED' ? 'primary' : 'secondary'} onTap={onEdit ?? open}>
          改一改
        </Button>
        {state === 'WAITING' && !stale && (
          <Button id="filing-hold" kind="secondary" onTap={() => hold(key)}>
            先不提交
          </Button>
        )}
        <Button id="filing-discard" kind="outline-danger" onTap={remove}>
          不要了
        </Button>
      </View>
    </View>
  );
}
