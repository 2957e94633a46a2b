import { Text, View } from '@tarojs/components';
import { type OrderView, OUTCOMES, SATISFACTION, SOLVED_ANSWERS } from '@yihu/shared';
import { Card, PhotoStrip, StateTag } from '../../components';
import { photosOf } from '../../view/photos';

/** What came of it: the reply, the photos taken afterwards, and the answer given to it. Nothing before there is one. */
export function Outcome({ order }: { order: OrderView }) {
  const { publicReply, outcome, rating } = order;
  if (!publicReply && !rating) return null;
  const after = photosOf(order, 'AFTER');
  const before = photosOf(order, 'BEFORE');
  return (
    <Card
      title="办理结果"
      aside={outcome && <StateTag text={OUTCOMES[outcome]} tone={outcome === 'SOLVED' ? 'good' : 'warn'} />}
    >
      {publicReply && (
        <View id="order-reply" className="yh-quote yh-pre">
          {publicReply}
        </View>
      )}
      {order.leadUnitName && (
        <View className="yh-muted yh-small order-by">答复单位:{order.leadUnitName}</View>
      )}
      {before.length > 0 && <View className="yh-part">办理前</View>}
      <PhotoStrip photos={before} label="办理前照片" />
      {after.length > 0 && <View className="yh-part">办理后</View>}
      <PhotoStrip photos={after} label="办理后照片" />
      {rating && <View className="order-rating">{ratingText(rating)}</View>}
    </Card>
  );
}

function ratingText(rating: NonNullable<OrderView['rating']>) {
  const parts = [
    rating.solved && SOLVED_ANSWERS[rating.solved],
    rating.process && `服务过程${SATISFACTION[rating.process]}`,
    rating.result && `办理结果${SATISFACTION[rating.result]}`,
  ].filter(Boolean);
  return <Text>您的评价:{parts.join(' · ')}</Text>;
}
