import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { whenText } from '@yihu/shared';
import { useState } from 'react';
import { orderById } from '../../api/orders';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Empty, Icon, Page, Remote, WayOut } from '../../components';
import { copyText } from '../../platform/clipboard';
import { go, goTab } from '../../platform/nav';
import { useNow } from '../../view/use-now';
import { type KeptReceipt, keptReceipt } from './kept-receipt';
import { SubscribeCard } from './SubscribeCard';
import './index.scss';

/** What one gets after filing: the number, what happens next by when, and a way to be told. */
export default function ReceiptPage() {
  const { id } = useRouter().params;
  const [kept] = useState(() => keptReceipt(id));
  return <Page needsSignIn>{kept ? <Receipt kept={kept} /> : id ? <FromOrder id={id} /> : <Lost />}</Page>;
}

function Receipt({ kept }: { kept: KeptReceipt }) {
  const { receipt, photoCount, forCaller } = kept;
  const now = useNow();
  const page = forCaller ? 'handler/order/index' : 'resident/order/index';
  return (
    <View>
      <View className="receipt-top">
        <View className="receipt-top__sign">
          <Icon name="check" />
        </View>
        <Text className="receipt-top__title">{forCaller ? '已登记' : '已收到您的反映'}</Text>
        <Text className="yh-muted">
          {whenText(receipt.receivedAt, now)}
          {photoCount > 0 ? ` · 含 ${photoCount} 张照片` : ' · 没有照片'}
        </Text>
      </View>
      <Card>
        <View className="receipt-no">
          <View>
            <Text className="receipt-no__name">编号</Text>
            <Text className="receipt-no__text" id="receipt-no" selectable>
              {receipt.orderNo}
            </Text>
          </View>
          <Button id="receipt-copy" kind="secondary" size="small" onTap={() => copyText(receipt.orderNo)}>
            复制
          </Button>
        </View>
      </Card>
      {receipt.outside && (
        <View className="yh-ask">
          <Text className="yh-ask__title">地点在辖区外</Text>
          <Text className="yh-ask__text">
            您选的地点不在本街道网格内。热线办会先看,能办就办,不能办会告诉您该找谁。
          </Text>
        </View>
      )}
      {receipt.differs && (
        <View className="yh-ask">
          <Text className="yh-ask__title">这份草稿之前已提交过</Text>
          <Text className="yh-ask__text">后来改的文字或照片没有算进去,可以用「补充材料」加上。</Text>
          <Button
            id="receipt-add"
            kind="secondary"
            onTap={() => go(page, { id: receipt.orderId, do: 'addInfo' })}
          >
            补充材料
          </Button>
        </View>
      )}
      <Card title="接下来">
        {receipt.next.map((sentence, at) => (
          <View key={sentence} className="receipt-step">
            <Text className="receipt-step__no">{at + 1}</Text>
            <Text className="receipt-step__text">{sentence}</Text>
          </View>
        ))}
      </Card>
      {!forCaller && <SubscribeCard />}
      <View className="yh-stack">
        <Button id="receipt-progress" onTap={() => go(page, { id: receipt.orderId })}>
          看进度
        </Button>
        <Button
          id="receipt-home"
          kind="secondary"
          onTap={() => goTab(forCaller ? 'handler/tasks/index' : 'resident/home/index')}
        >
          {forCaller ? '回工作台' : '回首页'}
        </Button>
      </View>
    </View>
  );
}

/** The device no longer holds the receipt: the order itself says how things stand. */
function FromOrder({ id }: { id: string }) {
  const order = useRemote(`receipt:${id}`, () => orderById(id));
  return (
    <Remote of={order} wayOut={<WayOut to="orders" />}>
      {({ orderNo, headline }) => (
        <View>
          <Card title={orderNo}>
            <View className="yh-lead">{headline}</View>
          </Card>
          <Button id="receipt-progress" onTap={() => go('resident/order/index', { id })}>
            看进度
          </Button>
        </View>
      )}
    </Remote>
  );
}

function Lost() {
  return (
    <Empty text="没有找到这张回执,您的诉求都在「我的诉求」里">
      <WayOut to="orders" />
    </Empty>
  );
}
