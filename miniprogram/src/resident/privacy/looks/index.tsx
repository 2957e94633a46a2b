import { Text, View } from '@tarojs/components';
import type { LookView } from '@yihu/shared';
import { whenText } from '@yihu/shared';
import { myLooks } from '../../../api/privacy';
import { usePages } from '../../../api/use-pages';
import { Button, Card, Empty, Page, Remote, StateTag } from '../../../components';
import { spoken } from '../../../platform/a11y';
import { go } from '../../../platform/nav';
import { useSession } from '../../../session/session';
import { useNow } from '../../../view/use-now';
import './index.scss';

/** Every look of the staff at what she told or at her number, newest first. */
export default function LooksPage() {
  const session = useSession();
  const pages = usePages(session ? `looks:${session.me.personId}` : null, myLooks);
  return (
    <Page needsSignIn>
      <View className="yh-muted looks-lead">
        工作人员每次打开您的诉求、查看您的电话,系统都记一笔,删不掉。这里写单位和岗位,不写个人姓名。
      </View>
      <Remote of={pages.first}>
        {() =>
          pages.items.length === 0 ? (
            <Empty text="还没有人看过。您反映问题以后,谁看过会列在这里。" />
          ) : (
            <View>
              {pages.items.map((look) => (
                <LookCard key={look.id} look={look} />
              ))}
              {pages.hasMore && (
                <Button id="looks-more" kind="secondary" onTap={pages.more}>
                  再看更早的
                </Button>
              )}
            </View>
          )
        }
      </Remote>
    </Page>
  );
}

function LookCard({ look }: { look: LookView }) {
  const now = useNow();
  const isContact = look.kind === 'CONTACT';
  return (
    <Card
      title={`${look.unitName} ${look.roleLabel}`}
      aside={<StateTag tone={isContact ? 'warn' : 'neutral'} text={isContact ? '看电话' : '看内容'} />}
    >
      <View className="looks-what">{look.what}</View>
      <View className="looks-why">原因:{look.why}</View>
      <View className="yh-muted">{whenText(look.at, now)}</View>
      <View
        className="looks-order"
        onClick={() => go('resident/order/index', { id: look.orderId })}
        {...spoken({ role: 'button', label: `看这件诉求:${look.title}` })}
      >
        <Text>
          {look.title} · {look.orderNo}
        </Text>
      </View>
    </Card>
  );
}
