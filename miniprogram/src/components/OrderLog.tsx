import { Text, View } from '@tarojs/components';
import type { TimelineEntry } from '@yihu/shared';
import { whenText } from '@yihu/shared';
import { useState } from 'react';
import { useNow } from '../view/use-now';
import { Button } from './Button';
import { PhotoStrip } from './PhotoStrip';

const SHOWN = 4;

/** What happened, newest first: when, what in a sentence, who, and what they wrote or photographed. */
export function OrderLog({ entries }: { entries: readonly TimelineEntry[] }) {
  const [all, setAll] = useState(false);
  const now = useNow();
  const sorted = [...entries].sort((a, b) => b.seq - a.seq);
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  return (
    <View className="yh-log">
      {shown.map((entry, at) => (
        <View key={entry.seq} className={`yh-entry${at === 0 ? ' yh-entry--last' : ''}`}>
          <View className="yh-entry__dot" />
          <View className="yh-entry__body">
            <Text className="yh-entry__text">{entry.text}</Text>
            <Text className="yh-entry__meta">
              {whenText(entry.at, now)}
              {entry.who ? ` · ${entry.who}` : ''}
            </Text>
            {entry.notes.map((note) => (
              <View key={note} className="yh-entry__note yh-pre">
                {note}
              </View>
            ))}
            <PhotoStrip photos={entry.photos} label={entry.text} />
          </View>
        </View>
      ))}
      {!all && sorted.length > SHOWN && (
        <Button kind="plain" onTap={() => setAll(true)}>
          看全部 {sorted.length} 条
        </Button>
      )}
    </View>
  );
}
