import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from './Button';

const SHOWN = 300;

/** Somebody's own words, line breaks kept; a very long text is shown in part until asked for. */
export function LongText({ text, id }: { text: string; id?: string }) {
  const [all, setAll] = useState(false);
  const letters = [...text];
  const cut = !all && letters.length > SHOWN + 50;
  return (
    <View>
      <View id={id} className="yh-quote yh-pre">
        {cut ? `${letters.slice(0, SHOWN).join('')}…` : text}
      </View>
      {cut && (
        <Button kind="plain" onTap={() => setAll(true)}>
          看全文({letters.length} 字)
        </Button>
      )}
    </View>
  );
}
