import { Text, View } from '@tarojs/components';
import type { MyData, OrderContact } from '@yihu/shared';
import { useState } from 'react';
import { correctContact, myContacts, myData } from '../../../api/privacy';
import { useRemote } from '../../../api/use-remote';
import { Button, Card, Icon, Page, PhoneButton, Remote, TextField } from '../../../components';
import { spoken } from '../../../platform/a11y';
import { toast } from '../../../platform/feedback';
import { back } from '../../../platform/nav';
import { refreshMe, useSession } from '../../../session/session';
import './index.scss';

/** Name and number put right, on the account and on the open orders she ticks. */
export default function ContactPage() {
  const session = useSession();
  const key = session ? session.me.personId : null;
  const loaded = useRemote(key && `my-contact:${key}`, async () => {
    const [mine, { orders }] = await Promise.all([myData(), myContacts()]);
    return { mine, orders };
  });
  return (
    <Page needsSignIn>
      <Remote of={loaded}>{({ mine, orders }) => <Form mine={mine} orders={orders} />}</Remote>
    </Page>
  );
}

/** The name WeChat accounts begin with is nobody's. */
const NAMELESS = '微信用户';
const ownName = ({ name }: MyData) => (name === NAMELESS ? '' : name);

function Form({ mine, orders }: { mine: MyData; orders: OrderContact[] }) {
  const [known] = useState(() => orders.find((order) => order.name !== '')?.name ?? ownName(mine));
  const [name, setName] = useState(known);
  const [phone, setPhone] = useState('');
  // an order that names somebody else was filed for somebody else
  const [skipped, setSkipped] = useState<readonly string[]>(() =>
    orders.filter((order) => order.name !== '' && order.name !== known).map(({ orderId }) => orderId),
  );
  const toggle = (id: string) =>
    setSkipped(skipped.includes(id) ? skipped.filter((each) => each !== id) : [...skipped, id]);
  const save = async () => {
    const orderIds = orders.map(({ orderId }) => orderId).filter((id) => !skipped.includes(id));
    const done = await correctContact({ name: name.trim(), phone: phone.trim(), orderIds });
    await refreshMe().catch(() => undefined);
    toast(done.orders > 0 ? `已更正,${done.orders} 件诉求一起改了` : '已更正');
    await back();
  };
  return (
    <View>
      <TextField
        id="correct-name"
        label="姓名"
        required
        value={name}
        onChange={setName}
        placeholder="例如:李华"
        maxLength={20}
      />
      <TextField
        id="correct-phone"
        label="新的手机号或座机"
        hint={`现在保存的是:${mine.phone ?? '没有'}。不改就空着。`}
        type="number"
        value={phone}
        onChange={setPhone}
        maxLength={20}
      />
      <PhoneButton id="correct-wechat" onNumber={setPhone} />
      {orders.length > 0 && (
        <Card title="这些正在办的,一起改">
          <View className="yh-muted">办理人员以后看到的就是新的。原来没留电话的,不会加上。</View>
          {orders.map((order) => (
            <Choice
              key={order.orderId}
              order={order}
              on={!skipped.includes(order.orderId)}
              onTap={() => toggle(order.orderId)}
            />
          ))}
        </Card>
      )}
      <View className="yh-muted contact-place">
        地点或内容写错了,请到那件诉求里点「补充」,办理人员会看到。
      </View>
      <Button id="correct-save" disabled={name.trim() === ''} onTap={save}>
        保存
      </Button>
    </View>
  );
}

function Choice({ order, on, onTap }: { order: OrderContact; on: boolean; onTap: () => void }) {
  const left = `${order.name || '没留姓名'},${order.phone ?? '没留电话'}`;
  return (
    <View
      id={`correct-${order.orderId}`}
      className={`contact-choice${on ? ' contact-choice--on' : ''}`}
      onClick={onTap}
      {...spoken({ role: 'checkbox', checked: on, label: `${order.title},${left}` })}
    >
      <View className="contact-choice__box">{on && <Icon name="check" />}</View>
      <View className="contact-choice__body">
        <Text className="contact-choice__title">
          {order.title} · {order.stateLabel}
        </Text>
        <Text className="contact-choice__left">现在:{left}</Text>
      </View>
    </View>
  );
}
