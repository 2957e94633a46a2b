import { Text, View } from '@tarojs/components';
import type { Me, State } from '@yihu/shared';
import { useState } from 'react';
import { myTasks, ordersAround } from '../../api/orders';
import { procedureInbox } from '../../api/procedures';
import { usePages } from '../../api/use-pages';
import { useRemote } from '../../api/use-remote';
import { Button, Empty, Page, type Tab, Tabs, WorkList } from '../../components';
import { go, goTab } from '../../platform/nav';
import { useSession } from '../../session/session';
import { partsOf, roleText } from '../../view/landing';
import { DeskLists } from '../desk/DeskLists';
import { Inbox } from './Inbox';
import { Morning } from './Morning';
import '../work.scss';

/** The work tab: a handler's orders by due time, the office's lists, or a word to those who have neither. */
export default function TasksPage() {
  const session = useSession();
  if (!session) return <Page needsSignIn>{null}</Page>;
  return (
    <Page>
      <Work key={session.me.personId} me={session.me} />
    </Page>
  );
}

function Work({ me }: { me: Me }) {
  const { handles, desk, signs, leads, watches } = partsOf(me);
  const works = handles || desk;
  const inbox = useRemote(works ? `inbox:${me.personId}` : null, procedureInbox);
  const [side, setSide] = useState<Side>(leads ? 'morning' : signs ? 'tasks' : desk ? 'desk' : 'inbox');
  if (!works) return <NoWork />;
  const sides: (Tab<Side> | false)[] = [
    leads && MORNING,
    handles && { key: 'tasks', label: '我的任务' },
    watches && { key: 'around', label: '本社区' },
    desk && { key: 'desk', label: '热线办' },
    { key: 'inbox', label: '待我处理', count: inbox.data?.items.length },
    desk && !leads && MORNING,
  ];
  return (
    <View>
      <View className="work-head">
        <Text className="work-head__name">{me.name}</Text>
        <Text className="work-head__role">{roleText(me)}</Text>
      </View>
      <Tabs tabs={sides.filter((tab) => tab !== false)} value={side} onChange={setSide} />
      {side === 'morning' && (
        <Morning me={me} waiting={inbox.data?.items.length} onWaiting={() => setSide('inbox')} />
      )}
      {side === 'tasks' && <Tasks me={me} />}
      {side === 'around' && <Around me={me} />}
      {side === 'desk' && <DeskLists me={me} />}
      {side === 'inbox' && <Inbox remote={inbox} />}
      <Button id="open-reports" kind="plain" onTap={() => go('reports/list/index')}>
        看周快报、月通报
      </Button>
    </View>
  );
}

type Side = 'morning' | 'tasks' | 'around' | 'desk' | 'inbox';
/** First for those who lead, last for others at the desk. */
const MORNING = { key: 'morning', label: '早间一览' } as const;

const LISTS = [
  { key: 'DISPATCHED', label: '待签收', none: '没有待签收的工单' },
  { key: 'IN_PROGRESS', label: '办理中', none: '没有正在办的工单' },
  { key: 'ALL', label: '全部', none: '您名下没有工单' },
] as const;
type ListKey = (typeof LISTS)[number]['key'];

function Tasks({ me }: { me: Me }) {
  const [list, setList] = useState<ListKey>('ALL');
  const state: State | undefined = list === 'ALL' ? undefined : list;
  const pages = usePages(`tasks:${me.personId}:${list}`, (after) => myTasks(state, after));
  const none = LISTS.find(({ key }) => key === list)?.none ?? '';
  return (
    <View>
      <Tabs tabs={LISTS} value={list} onChange={setList} />
      <WorkList pages={pages} none={none} />
    </View>
  );
}

/** What sections and others handle in her community: she answers for it to her residents, and reads how it stands. */
function Around({ me }: { me: Me }) {
  const pages = usePages(`around:${me.personId}`, ordersAround);
  return (
    <View>
      <View className="yh-muted yh-small">
        本社区里由街道科室等单位承办的工单,只看进展;要联系诉求人请找承办单位。
      </View>
      <WorkList pages={pages} none="本社区现在没有别的单位承办的工单" />
    </View>
  );
}

function NoWork() {
  return (
    <Empty text="这里是网格员和街道工作人员办理工单的地方。您反映的事,请到「我的诉求」里看。">
      <Button onTap={() => goTab('resident/orders/index')}>看我的诉求</Button>
    </Empty>
  );
}
