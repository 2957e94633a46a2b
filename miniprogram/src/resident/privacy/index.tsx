import { View } from '@tarojs/components';
import type { MyData } from '@yihu/shared';
import { dateText } from '@yihu/shared';
import { myData } from '../../api/privacy';
import { useRemote } from '../../api/use-remote';
import { Card, Fact, Page, Remote, RowLink } from '../../components';
import { go } from '../../platform/nav';
import { useSession } from '../../session/session';
import { useNow } from '../../view/use-now';
import { Devices } from '../sign-in/Devices';

/** 「我的信息」: what is kept about the person, and everything she may do with it. */
export default function PrivacyPage() {
  const session = useSession();
  const mine = useRemote(session ? `my-data:${session.me.personId}` : null, myData);
  return (
    <Page needsSignIn signInText="登录后才能看到您的信息">
      <Remote of={mine}>
        {(data) => (
          <View>
            <Kept data={data} />
            <Card>
              <RowLink
                id="privacy-looks"
                title="谁看过我的信息"
                hint="哪个单位、什么时候、为什么看"
                onTap={() => go('resident/privacy/looks/index')}
              />
              <RowLink
                id="privacy-contact"
                title="更正姓名和电话"
                hint="正在办的诉求可以一起改"
                onTap={() => go('resident/privacy/contact/index')}
              />
              <RowLink
                id="privacy-consents"
                title="我同意过什么"
                hint="手机号、微信提醒,可以撤回"
                onTap={() => go('resident/privacy/consents/index')}
              />
              <RowLink
                id="privacy-export"
                title="导出我的信息"
                hint="诉求、消息、登录记录,一份带走"
                onTap={() => go('resident/privacy/export/index')}
              />
              {!data.staff && (
                <RowLink
                  id="privacy-leave"
                  title="注销账号"
                  hint="先看清删什么、留什么,再决定"
                  onTap={() => go('resident/privacy/leave/index')}
                />
              )}
            </Card>
            <Devices />
          </View>
        )}
      </Remote>
    </Page>
  );
}

function Kept({ data }: { data: MyData }) {
  const now = useNow();
  return (
    <Card title="我们保存的">
      <Fact name="姓名">{data.name}</Fact>
      <Fact name="手机号">{data.phone ?? '没有保存'}</Fact>
      <Fact name="诉求">{`${data.orders} 件${data.openOrders > 0 ? `,${data.openOrders} 件正在办` : ''}`}</Fact>
      <Fact name="开始使用">{dateText(data.since, now)}</Fact>
    </Card>
  );
}
