import { View } from '@tarojs/components';
import { type EmergencyNumber, emergencyWords } from '@yihu/shared';
import { Button, Icon } from '../../components';
import { spoken } from '../../platform/a11y';
import { callPhone } from '../../platform/phone';

const CALLS: Readonly<Record<EmergencyNumber, string>> = {
  '110': '110 报警',
  '119': '119 火警',
  '120': '120 急救',
  '122': '122 交通事故',
};

/** Danger going on must be called in first; the complaint can wait. */
export function EmergencyCard({ text }: { text: string }) {
  const numbers = [...new Set(emergencyWords(text).map(({ number }) => number))];
  if (numbers.length === 0) return null;
  return (
    <View id="emergency" className="file-danger" {...spoken({ role: 'alert' })}>
      <View className="file-danger__head">
        <Icon name="alert" />
        有人身危险,请先打电话
      </View>
      <View className="file-danger__text">这里不能马上派人。打完电话,再回来写也不迟。</View>
      <View className="file-danger__calls">
        {numbers.map((number) => (
          <Button
            key={number}
            id={`call-${number}`}
            kind="danger"
            icon="phone"
            onTap={() => callPhone(number)}
          >
            {CALLS[number]}
          </Button>
        ))}
      </View>
    </View>
  );
}
