import { View } from '@tarojs/components';
import { PRODUCT } from '@yihu/shared';
import { Button, Card, Empty, Page } from '../../components';
import { go } from '../../platform/nav';
import { useSession } from '../../session/session';

export default function HomePage() {
  const session = useSession();
  return (
    <Page>
      <View className="yh-title">{PRODUCT}</View>
      <View className="yh-muted">身边的事,说一声,有回音</View>
      <View className="yh-section">反映问题</View>
      <View className="yh-stack">
        <Button id="file-photo" icon="camera" onTap={() => go('resident/file/index', { start: 'photo' })}>
          拍照反映
        </Button>
        <Button
          id="file-text"
          kind="secondary"
          icon="pen"
          onTap={() => go('resident/file/index', { start: 'text' })}
        >
          打字反映
        </Button>
      </View>
      <View className="yh-section">我的诉求</View>
      <Card>
        <Empty text={session ? '您还没有反映过问题' : '登录后可以看到您反映过的问题'} />
      </Card>
    </Page>
  );
}
