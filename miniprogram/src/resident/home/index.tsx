import { Text, View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { isOpen, type Me, PRODUCT } from '@yihu/shared';
import { myOrders } from '../../api/orders';
import { useStreet } from '../../api/places';
import { useRemote } from '../../api/use-remote';
import { useUnread } from '../../api/use-unread';
import {
  Button,
  Card,
  ElderSwitch,
  Empty,
  Icon,
  type IconName,
  OrderCard,
  Page,
  Remote,
} from '../../components';
import { spoken } from '../../platform/a11y';
import { IS_WEAPP } from '../../platform/env';
import { go, goTab } from '../../platform/nav';
import { callPhone } from '../../platform/phone';
import { useSession } from '../../session/session';
import { landingTab, partsOf, roleText } from '../../view/landing';
import { Outbox } from '../outbox/Outbox';
import { SignInPanel } from '../sign-in/SignInPanel';
import './index.scss';

/** The first screen: report something, see how one's own matters stand, or call. */
export default function HomePage() {
  const session = useSession();
  const street = useStreet();
  return (
    <Page>
      <View className="home-hero">
        <View className="home-hero__row">
          <Text className="home-hero__name">身边的事,说一声,有回音</Text>
          {session && (
            <View
              id="home-me"
              className="home-hero__me"
              onClick={() => go('resident/sign-in/index')}
              {...spoken({ role: 'button', label: `${session.me.name},换人登录` })}
            >
              {session.me.name}
            </View>
          )}
        </View>
        <ElderSwitch>
          <Text className="home-hero__slogan">{street.data?.name ?? PRODUCT}</Text>
        </ElderSwitch>
      </View>
      {session ? <Mine me={session.me} /> : <Guest />}
      {street.data?.officePhone && (
        <View
          id="home-hotline"
          className="home-call"
          onClick={() => callPhone(street.data?.officePhone ?? '')}
          {...spoken({ role: 'button', label: `拨打街道热线 ${street.data.officePhone}` })}
        >
          <View className="home-call__icon">
            <Icon name="phone" />
          </View>
          <View>
            <Text className="home-call__title">不会用?直接打电话</Text>
            <Text className="home-call__number">{street.data.officePhone}</Text>
            <Text className="home-call__name">{street.data.name}热线办</Text>
          </View>
        </View>
      )}
      <View className="home-danger">有危险先打:报警110 火警119 急救120</View>
    </Page>
  );
}

/** Nobody is signed in: WeChat is about to do it by itself, in a browser a person is chosen. */
function Guest() {
  return (
    <View>
      <Ways />
      <View className="home-title">{IS_WEAPP ? '登录后看您的诉求' : '先选一下您是谁'}</View>
      <SignInPanel onDone={({ me }) => goTab(landingTab(me))} />
    </View>
  );
}

function Ways() {
  const { scene, g, s } = useRouter().params;
  return (
    <View className="home-ways">
      <Way
        id="file-photo"
        icon="camera"
        title="拍照反映"
        hint="拍一张就能提交"
        main
        onTap={() => go('resident/file/index', { start: 'photo', scene, g, s })}
      />
      <Way
        id="file-text"
        icon="pen"
        title="打字反映"
        hint="写几句话"
        onTap={() => go('resident/file/index', { start: 'text', scene, g, s })}
      />
    </View>
  );
}

interface WayProps {
  id: string;
  icon: IconName;
  title: string;
  hint: string;
  main?: boolean;
  onTap: () => void;
}

function Way({ id, icon, title, hint, main = false, onTap }: WayProps) {
  return (
    <View
      id={id}
      className={`home-way${main ? ' home-way--main' : ''}`}
      hoverClass="home-way--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: title })}
    >
      <View className="home-way__icon">
        <Icon name={icon} />
      </View>
      <Text className="home-way__title">{title}</Text>
      <Text className="home-way__hint">{hint}</Text>
    </View>
  );
}

function Mine({ me }: { me: Me }) {
  const parts = partsOf(me);
  const unread = useUnread(me.personId);
  return (
    <View>
      {parts.files && <Ways />}
      <Outbox />
      {(parts.handles || parts.desk) && (
        <Card title="您的工作" aside={<Text className="yh-muted yh-small">{roleText(me)}</Text>}>
          <Button id="home-work" onTap={() => goTab('handler/tasks/index')}>
            去工作台
          </Button>
        </Card>
      )}
      {(unread.data ?? 0) > 0 && (
        <View
          id="home-unread"
          className="home-unread"
          onClick={() => goTab('resident/inbox/index')}
          {...spoken({ role: 'button', label: `有 ${unread.data} 条新消息` })}
        >
          <Text className="home-unread__count">{unread.data}</Text>
          <Text className="home-unread__text">条新消息,点这里看</Text>
          <Icon name="chevron" />
        </View>
      )}
      {parts.files && <OpenOrders personId={me.personId} />}
      <Card
        id="home-reports"
        title="周快报、月通报"
        label="看街道的周快报和月通报"
        onTap={() => go('reports/list/index')}
      >
        <View className="yh-muted">街道每周、每月收到多少诉求,办得怎么样</View>
      </Card>
    </View>
  );
}

const SHOWN = 3;

function OpenOrders({ personId }: { personId: string }) {
  const orders = useRemote(`home-orders:${personId}`, () => myOrders());
  return (
    <View>
      <View className="home-title">
        正在办的
        <View
          id="home-all"
          className="home-title__more"
          onClick={() => goTab('resident/orders/index')}
          {...spoken({ role: 'button', label: '看全部诉求' })}
        >
          全部
          <Icon name="chevron" />
        </View>
      </View>
      <Remote of={orders}>
        {({ items }) => {
          const open = items.filter(({ state }) => isOpen(state)).slice(0, SHOWN);
          if (open.length === 0) {
            return (
              <Card>
                <Empty text={items.length === 0 ? '您还没有反映过问题' : '没有正在办的事'} />
              </Card>
            );
          }
          return open.map((order) => (
            <OrderCard
              key={order.id}
              order={order}
              reader="resident"
              onTap={() => go('resident/order/index', { id: order.id })}
            />
          ));
        }}
      </Remote>
    </View>
  );
}
