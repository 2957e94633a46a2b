import { Text, View } from '@tarojs/components';
import type { EvidenceAsked } from '@yihu/shared';
import { spoken } from '../platform/a11y';
import { Icon } from './Icon';

/** What has to be shown before "solved" is believed: read before the photo is taken, not after a refusal. */
export function EvidenceList({ asked }: { asked: readonly EvidenceAsked[] }) {
  if (asked.length === 0) return null;
  return (
    <View id="evidence" className="yh-ask">
      <Text className="yh-ask__title">报「已解决」须有</Text>
      {asked.map(({ need, text, done }) => (
        <View
          key={need}
          className={`yh-proof${done ? ' yh-proof--done' : ''}`}
          {...spoken({ role: 'listitem', label: `${text},${done ? '已有' : '还没有'}` })}
        >
          <Icon name={done ? 'check' : 'camera'} />
          <Text>
            {text}
            {done ? '(已有)' : ''}
          </Text>
        </View>
      ))}
    </View>
  );
}
