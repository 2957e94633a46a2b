import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { exportMyData } from '../../../api/privacy';
import { Button, Card, Page } from '../../../components';
import { copyText } from '../../../platform/clipboard';
import { IS_WEAPP } from '../../../platform/env';
import { giveFile, type ReadyFile, readyFile } from '../../../platform/give-file';
import './index.scss';

interface Ready {
  text: string;
  forPeople: ReadyFile;
  forPrograms: ReadyFile;
}

/** Everything about her as a text to read and as data; made by one tap, handed over by another. */
export default function ExportPage() {
  const [ready, setReady] = useState<Ready | null>(null);
  const make = async () => {
    const { fileName, text, data } = await exportMyData();
    const forPeople = await readyFile(`${fileName}.txt`, text);
    const forPrograms = await readyFile(`${fileName}.json`, JSON.stringify(data, null, 2));
    setReady({ text, forPeople, forPrograms });
  };
  return (
    <Page needsSignIn>
      <Card title="会导出这些">
        <View>您的姓名和电话、每件诉求和它的经过、收到的消息、同意过什么、登录记录、谁看过您的信息。</View>
        <View className="yh-muted">里面有您的电话和地址,请不要转给不认识的人。一天最多导出 5 次。</View>
      </Card>
      {ready === null ? (
        <Button id="export-make" onTap={make}>
          导出
        </Button>
      ) : (
        <Handed ready={ready} />
      )}
    </Page>
  );
}

/** Lines shown on the screen itself; the files hold everything. */
const SHOWN_LINES = 60;

function Handed({ ready }: { ready: Ready }) {
  const lines = ready.text.split('\n');
  return (
    <View>
      <View className="yh-stack">
        <Button id="export-text" onTap={() => giveFile(ready.forPeople)}>
          {IS_WEAPP ? '发到微信聊天(可选文件传输助手)' : '下载文字版'}
        </Button>
        <Button id="export-data" kind="secondary" onTap={() => giveFile(ready.forPrograms)}>
          {IS_WEAPP ? '发数据文件(JSON)' : '下载数据文件(JSON)'}
        </Button>
        <Button id="export-copy" kind="secondary" onTap={() => copyText(ready.text)}>
          复制全部文字
        </Button>
      </View>
      <Card title="先看一看">
        <Text className="yh-pre export-preview">{lines.slice(0, SHOWN_LINES).join('\n')}</Text>
        {lines.length > SHOWN_LINES && (
          <View className="yh-muted">后面还有 {lines.length - SHOWN_LINES} 行,在文件里。</View>
        )}
      </Card>
    </View>
  );
}
