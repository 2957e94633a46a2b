import { Empty, Page } from '../../components';

export default function FilePage() {
  return (
    <Page needsSignIn>
      <Empty text="这里还没有内容" />
    </Page>
  );
}
