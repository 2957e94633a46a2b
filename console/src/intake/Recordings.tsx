import { useQuery } from '@tanstack/react-query';
import {
  type OrderSummary,
  type OrderView,
  type Page,
  TRANSCRIPT_MAX,
  TRANSITIONS,
  whenText,
} from '@yihu/shared';
import { Alert, Button, Empty, Flex, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { errText, get } from '../api/request';
import { useOrder } from '../api/use-order';
import { DeskPage, Due, Remote, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { lengthOf, tidyText } from './filing.view';
import './intake.css';

const BACK_SECONDS = 3;

/** Recordings nobody has written down yet: heard and typed without leaving the keys. */
export default function Recordings() {
  const [filters, change] = useFilters();
  const now = useNow();
  const list = useQuery({
    queryKey: ['orders', 'to-write'],
    queryFn: () => get<Page<OrderSummary>>('/api/orders/desk', { view: 'TO_WRITE' }),
  });
  const items = list.data?.items ?? [];
  const chosen = items.find(({ id }) => id === filters.id) ?? items[0];
  const step = (by: number) => {
    const at = items.findIndex(({ id }) => id === chosen?.id);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) change({ id: next.id });
  };
  useKeys('听写', [
    { key: 'j', label: '下一段', run: () => step(1) },
    { key: 'k', label: '上一段', run: () => step(-1) },
  ]);
  return (
    <DeskPage title="语音听写" about="按原话写下来,居民和承办单位都看得到">
      <Remote of={list}>
        {() =>
          chosen === undefined ? (
            <Empty description="没有等听写的录音" />
          ) : (
            <div className="call call-record">
              <Writing key={chosen.id} id={chosen.id} />
              <ul className="call-earlier" aria-label="等听写的录音">
                {items.map((item) => (
                  <li key={item.id} data-open={item.id === chosen.id || undefined}>
                    <Button
                      type="link"
                      size="small"
                      className="call-pick"
                      aria-current={item.id === chosen.id || undefined}
                      onClick={() => change({ id: item.id })}
                    >
                      {item.orderNo} {item.title}
                    </Button>
                    <span className="desk-muted">
                      {whenText(item.receivedAt, now)} · {item.placeLabel}
                    </span>
                    <Due label={item.dueLabel} dueAt={item.dueAt} dueText={item.dueText} />
                  </li>
                ))}
              </ul>
            </div>
          )
        }
      </Remote>
    </DeskPage>
  );
}

function Writing({ id }: { id: string }) {
  const live = useOrder(id);
  return <Remote of={live.order}>{(order) => <Sheet order={order} live={live} />}</Remote>;
}

/** The player and the sheet beside it; keys that work while typing carry Ctrl. */
function Sheet({ order, live }: { order: OrderView; live: ReturnType<typeof useOrder> }) {
  const player = useRef<HTMLAudioElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [silent, setSilent] = useState(false);
  const { recording } = order;
  const length = lengthOf(text.trim());
  const isRight = length >= 2 && length <= TRANSCRIPT_MAX;

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
  const save = async () => {
    if (busy || !isRight) return;
    setBusy(true);
    setError(null);
    try {
      await live.run('transcribe', { transcript: text.trim() });
    } catch (e) {
      setError(e);
      setBusy(false);
    }
  };
  useKeys('听写', [
    { key: 'ctrl+ ', label: '播放或暂停', run: toggle, inFields: true },
    { key: 'F8', label: '播放或暂停', run: toggle, inFields: true },
    { key: 'ctrl+ArrowLeft', label: `倒回 ${BACK_SECONDS} 秒`, run: back, inFields: true },
    { key: 'F7', label: `倒回 ${BACK_SECONDS} 秒`, run: back, inFields: true },
    { key: 'ctrl+enter', label: '登记听写', run: () => void save(), inFields: true },
  ]);
  useEffect(() => {
    document.getElementById('transcript')?.focus();
  }, []);
  return (
    <section aria-label={`录音 ${order.orderNo}`} className="call-receipt">
      <Flex gap="small" align="center" wrap>
        <h2>{order.orderNo}</h2>
        <span>{order.placeLabel}</span>
      </Flex>
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
      {order.text !== '' && <p className="desk-muted">另外写了:{order.text}</p>}
      <label htmlFor="transcript">{TRANSITIONS.transcribe.fields[0]?.label}</label>
      <Input.TextArea
        id="transcript"
        value={text}
        autoSize={{ minRows: 6, maxRows: 14 }}
        placeholder="按原话写,听不清的写〔听不清〕"
        count={{ show: true, max: TRANSCRIPT_MAX, strategy: lengthOf }}
        onChange={({ target }) => setText(tidyText(target.value))}
      />
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Button
        type="primary"
        id="transcribe"
        className="call-save"
        disabled={!isRight || !order.allowed.includes('transcribe')}
        loading={busy}
        onClick={() => void save()}
      >
        登记听写 <kbd>Ctrl+Enter</kbd>
      </Button>
    </section>
  );
}
