import { View } from '@tarojs/components';
import { useState } from 'react';
import { errText } from '../../api/request';
import { Button, TextField } from '../../components';
import { CAN_SCAN, scanCode } from '../../platform/scan';
import { scannedCode } from './draft';

/** The code of a grid's sticker, typed or scanned. */
export function CodeEntry({ onCode }: { onCode: (code: string) => Promise<void> }) {
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const check = async (text: string) => {
    setProblem(undefined);
    await onCode(text).catch((e) => setProblem(errText(e)));
  };
  const scan = async () => {
    const text = await scanCode();
    if (text === null) return;
    const read = scannedCode(text);
    if (read) await check(read);
    else setProblem('这不是网格牌上的二维码,请输入编号');
  };
  return (
    <View className="file-code">
      <TextField
        id="grid-code"
        label="网格编号"
        required
        value={code}
        onChange={setCode}
        placeholder="照着网格牌上的编号输入"
        error={problem}
        onConfirm={() => void check(code)}
      />
      <View className="yh-row">
        {CAN_SCAN && (
          <Button kind="secondary" icon="scan" onTap={scan}>
            扫一扫
          </Button>
        )}
        <Button id="grid-code-ok" disabled={code.trim() === ''} onTap={() => check(code)}>
          查找
        </Button>
      </View>
    </View>
  );
}
