import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { isMorningView, type Me, MORNING_VIEWS, type MorningView } from '@yihu/shared';
import { useState } from 'react';
import { morningCounts, morningOrders } from '../../api/procedures';
import { usePages } from '../../api/use-pages';
import { useRemote } from '../../api/use-remote';
import { Button, Empty, Page, Tabs, WorkList } from '../../components';
import { goTab } from '../../platform/nav';
import { useSession } from '../../session/session';
import { partsOf } from '../../view/landing';

const VIEWS = Object.keys(MORNING_VIEWS) as MorningView[];

/** The orders behind each of the morning's figures. */
export default function MorningPage() {
  const session = useSession();
  const { view = '' } = useRouter().params;
  if (!session) return <Page needsSignIn>{null}</Page>;
  return (
    <Page>
      {partsOf(session.me).desk ? (
        <Lists key={session.me.personId} me={session.me} first={isMorningView(view) ? view : 'OVERNIGHT'} />
      ) : (
        <Empty text="这里是街道领导和热线办看的">
          <Button onTap={() => goTab('handler/tasks/index')}>回工作台</Button>
        </Empty>
      )}
    </Page>
  );
}

function Lists({ me, first }: { me: Me; first: MorningView }) {
  const [view, setView] = useState(first);
  const counts = useRemote(`morning:${me.personId}`, morningCounts);
  const pages = usePages(`morning:${me.personId}:${view}`, (after) => morningOrders(view, after));
  const reload = () => Promise.all([counts.reload(), pages.reload()]);
  return (
    <View>
      <Tabs
        tabs={VIEWS.map((key) => ({ key, label: MORNING_VIEWS[key].label, count: counts.data?.[key] }))}
        value={view}
        onChange={setView}
      />
      <View className="yh-muted yh-small yh-steps">{MORNING_VIEWS[view].about}</View>
      <WorkList pages={pages} none={`没有${MORNING_VIEWS[view].label}的工单`} reload={reload} />
    </View>
  );
}
