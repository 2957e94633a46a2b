import { Empty, Page } from '../../components';

export default function DeskPage() {
  return (
    <Page needsSignIn>
      <Empty text="这里还没有内容" />
    </Page>
  );
}
