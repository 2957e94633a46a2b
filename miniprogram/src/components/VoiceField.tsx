import { Text, View } from '@tarojs/components';
import { errText, VOICE_MAX_SECONDS } from '@yihu/shared';
import { useState } from 'react';
import { spoken } from '../platform/a11y';
import { IS_WEAPP } from '../platform/env';
import { openPermissions, RecorderError, recorderProblem } from '../platform/recorder';
import { Button } from './Button';
import type { Voice, VoiceState } from './use-voice';
import { VoicePlayer } from './VoicePlayer';

/** 说一说: one button to speak, one to end; then listen, speak again or delete. */
export function VoiceField({ voice }: { voice: VoiceState }) {
  const [error, setError] = useState<unknown>();
  const problem = recorderProblem();
  const start = async () => {
    setError(undefined);
    await voice.start();
  };
  if (voice.elapsed !== null) return <Speaking seconds={voice.elapsed} onStop={voice.stop} />;
  return (
    <View className="yh-voice" id="voice">
      {voice.value ? (
        <Recorded voice={voice} value={voice.value} onAgain={start} onError={setError} />
      ) : (
        <Button
          id="voice-start"
          kind="secondary"
          icon="mic"
          disabled={problem !== null}
          onTap={start}
          onError={setError}
        >
          说一说,不用打字
        </Button>
      )}
      <View className="yh-voice__note">
        {problem ?? `最长 ${VOICE_MAX_SECONDS} 秒。热线办听后写成文字,承办的人看文字,听不到您的声音。`}
      </View>
      {error ? (
        <View className="yh-field__error" {...spoken({ role: 'alert' })}>
          {error instanceof RecorderError ? error.message : errText(error)}
          {IS_WEAPP && error instanceof RecorderError && error.denied && (
            <Button id="voice-allow" kind="secondary" size="small" onTap={openPermissions}>
              打开设置
            </Button>
          )}
        </View>
      ) : null}
    </View>
  );
}

function Speaking({ seconds, onStop }: { seconds: number; onStop: () => void }) {
  return (
    <View className="yh-voice yh-voice--on" id="voice">
      <View className="yh-voice__time" {...spoken({ role: 'status', label: '正在录音' })}>
        <View className="yh-voice__dot" />
        <Text>
          正在录音 {Math.min(seconds, VOICE_MAX_SECONDS)} / {VOICE_MAX_SECONDS} 秒
        </Text>
      </View>
      <Button id="voice-stop" icon="stop" onTap={onStop}>
        说完了
      </Button>
    </View>
  );
}

const STATE_TEXT = { uploading: '上传中…', done: '已上传', failed: '没传上' } as const;

interface RecordedProps {
  voice: VoiceState;
  value: Voice;
  onAgain: () => Promise<void>;
  onError: (e: unknown) => void;
}

function Recorded({ voice, value, onAgain, onError }: RecordedProps) {
  return (
    <View>
      <View className="yh-voice__row">
        <VoicePlayer key={value.key} id="voice-play" src={value.path} seconds={value.seconds} />
        <Text className="yh-voice__state" {...spoken({ role: 'status' })}>
          {STATE_TEXT[value.state]}
        </Text>
      </View>
      {value.error && (
        <View className="yh-field__error" {...spoken({ role: 'alert' })}>
          {value.error}
        </View>
      )}
      <View className="yh-voice__row">
        {value.state === 'failed' && !value.refused && (
          <Button id="voice-retry" kind="secondary" size="small" onTap={voice.retry}>
            再传一次
          </Button>
        )}
        <Button id="voice-again" kind="secondary" size="small" icon="mic" onTap={onAgain} onError={onError}>
          重录
        </Button>
        <Button id="voice-remove" kind="secondary" size="small" icon="cross" onTap={voice.remove}>
          删除
        </Button>
      </View>
    </View>
  );
}
