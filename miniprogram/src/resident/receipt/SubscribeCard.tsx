import { View } from '@tarojs/components';
import { newKey } from '@yihu/shared';
import { useState } from 'react';
import { reportTaps, subscriptions } from '../../api/notices';
import { useRemote } from '../../api/use-remote';
import { Button, Card } from '../../components';
import { IS_WEAPP } from '../../platform/env';
import { askToNotify } from '../../platform/notify';

/**
 * Offers to be told by WeChat. Each accepted template allows one message; whatever is answered, nothing else changes.
 * Draws nothing where WeChat messages do not exist or no template is set up.
 */
export function SubscribeCard() {
  const templates = useRemote(
    IS_WEAPP ? 'subscriptions' : null,
    async () => (await subscriptions()).subscriptions,
  );
  const [answer, setAnswer] = useState<'yes' | 'no' | null>(null);
  const ids = (templates.data ?? []).map(({ templateId }) => templateId);
  if (!IS_WEAPP || ids.length === 0) return null;
  const ask = async () => {
    const results = await askToNotify(ids);
    setAnswer(results && Object.values(results).includes('accept') ? 'yes' : 'no');
    if (results) await reportTaps({ tapId: newKey(), results });
  };
  return (
    <Card title="有进展时微信告诉您">
      <View className="yh-muted receipt-subscribe">
        {answer === 'yes'
          ? '好的,有进展会发微信服务通知给您。'
          : answer === 'no'
            ? '没有开启也不影响办理,进展都在「消息」里。'
            : '点下面的按钮,再点「允许」。每允许一次,可收一次提醒。'}
      </View>
      {answer === null && (
        <Button id="subscribe" kind="secondary" onTap={ask}>
          微信提醒我
        </Button>
      )}
    </Card>
  );
}
