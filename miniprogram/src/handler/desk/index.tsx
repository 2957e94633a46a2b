import { Button, Empty, Page } from '../../components';
import { goTab } from '../../platform/nav';
import { useSession } from '../../session/session';
import { partsOf } from '../../view/landing';
import { DeskLists } from './DeskLists';
import '../work.scss';

/** The office's lists as a page of their own, for links that lead straight here. */
export default function DeskPage() {
  const session = useSession();
  if (!session) return <Page needsSignIn>{null}</Page>;
  return (
    <Page>
      {partsOf(session.me).desk ? (
        <DeskLists key={session.me.personId} me={session.me} />
      ) : (
        <Empty text="这里是街道热线办的工作台">
          <Button onTap={() => goTab('resident/home/index')}>回首页</Button>
        </Empty>
      )}
    </Page>
  );
}
