import { type OrderView, TRANSCRIPT_MAX, TRANSITIONS } from '@yihu/shared';
import { Alert, Button, Flex, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { errText } from '../api/request';
import { useDraft, useSending } from '../components';
import { useKeys } from '../keys';
import { lengthOf, tidyText } from './filing.view';

const BACK_SECONDS = 3;

interface Props {
  order: OrderView;
  /** Throws what it is refused with. */
  save: (transcript: string) => Promise<unknown>;
  onSaved: () => void;
}

/** The player and the sheet under it; keys that work while typing carry Ctrl. What is written is kept as a draft. */
export function Transcript({ order, save, onSaved }: Props) {
  const player = useRef<HTMLAudioElement>(null);
  const draft = useDraft(`order:${order.id}:act.transcribe`);
  const [typed, setTyped] = useState<string | null>(null);
  const { busy, error, sending } = useSending();
  const [silent, setSilent] = useState(false);
  const { recording } = order;
  const kept = draft.start?.transcript;
  const text = typed ?? (typeof kept === 'string' ? kept : '');
  const length = lengthOf(text.trim());
  const isRight = length >= 2 && length <= TRANSCRIPT_MAX;
  const mayWrite = order.allowed.includes('transcribe');

  const toggle = () => {
    const { current } = player;
    if (current === null) return;
    if (current.paused) current.play().catch(() => setSilent(true));
    else current.pause();
  };
  const back = () => {
    const { current } = player;
    if (current !== null) current.currentTime = Math.max(0, current.currentTime - BACK_SECONDS);
  };
  const submit = async () => {
    if (busy || !isRight || !mayWrite) return;
    await sending(async () => {
      await save(text.trim());
      await draft.forget();
      onSaved();
    });
  };
  useKeys('听写', [
    { key: 'ctrl+ ', label: '播放或暂停', run: toggle, inFields: true },
    { key: 'F8', label: '播放或暂停', run: toggle, inFields: true },
    { key: 'ctrl+ArrowLeft', label: `倒回 ${BACK_SECONDS} 秒`, run: back, inFields: true },
    { key: 'F7', label: `倒回 ${BACK_SECONDS} 秒`, run: back, inFields: true },
    { key: 'ctrl+enter', label: '登记听写', run: () => void submit(), inFields: true },
  ]);
  useEffect(() => {
    document.getElementById('transcript')?.focus();
  }, []);
  return (
    <>
      {recording === null ? (
        <Alert type="warning" showIcon title="您不能听这段录音,或录音已过保存期限" />
      ) : (
        <>
          {/* biome-ignore lint/a11y/useMediaCaption: its words are what is being written down here */}
          <audio ref={player} controls src={recording.url} preload="auto" className="call-audio" />
          <Flex gap="small" wrap>
            <Button onClick={toggle}>
              播放 / 暂停 <kbd>F8</kbd>
            </Button>
            <Button onClick={back}>
              倒回 {BACK_SECONDS} 秒 <kbd>F7</kbd>
            </Button>
            <span className="desk-muted">{recording.seconds} 秒;也可以 Ctrl+空格、Ctrl+←</span>
          </Flex>
          {silent && <Alert type="warning" showIcon title="这台机器放不出这段录音,请换一台或下载后听" />}
        </>
      )}
      {order.text !== '' && order.voice !== 'WRITTEN' && <p className="desk-muted">另外写了:{order.text}</p>}
      <label htmlFor="transcript">{TRANSITIONS.transcribe.fields[0]?.label}</label>
      <Input.TextArea
        id="transcript"
        value={text}
        autoSize={{ minRows: 6, maxRows: 14 }}
        placeholder="按原话写,听不清的写〔听不清〕"
        count={{ show: true, max: TRANSCRIPT_MAX, strategy: lengthOf }}
        onChange={({ target }) => {
          const next = tidyText(target.value);
          setTyped(next);
          draft.keep({ transcript: next });
        }}
      />
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Button
        type="primary"
        id="transcribe"
        className="call-save"
        disabled={!isRight || !mayWrite}
        loading={busy}
        onClick={() => void submit()}
      >
        登记听写 <kbd>Ctrl+Enter</kbd>
      </Button>
    </>
  );
}
