import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  type OrderSummary,
  type OrderView,
  type Page,
  PRESENCE_BEAT_SECONDS,
  type PresenceView,
  whenText,
} from '@yihu/shared';
import { Alert, Button, Empty, Flex, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { ORDER_LISTS } from '../api/fresh-rows';
import { get } from '../api/request';
import { useOrder } from '../api/use-order';
import {
  DeskPage,
  Due,
  Editing,
  More,
  Presence,
  presenceText,
  Remote,
  useFilters,
  useNow,
} from '../components';
import { useKeys } from '../keys';
import './intake.css';
import { Transcript } from './Transcript';

type Line = Pick<OrderSummary, 'id' | 'orderNo' | 'title'> & Partial<OrderSummary>;

/** Recordings nobody has written down yet: heard and typed without leaving the keys. */
export default function Recordings() {
  const [filters, change] = useFilters();
  const list = useInfiniteQuery({
    queryKey: [...ORDER_LISTS, 'to-write'],
    queryFn: ({ pageParam: after }) =>
      get<Page<OrderSummary>>('/api/orders/desk', { view: 'TO_WRITE', ...(after === '' ? {} : { after }) }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const items: readonly Line[] = list.data?.pages.flatMap((page) => page.items) ?? [];
  // What is open stays open when it leaves the list: somebody may be writing in it.
  const chosen = filters.id ?? items[0]?.id;
  useEffect(() => {
    if (filters.id === undefined && chosen !== undefined) change({ id: chosen });
  });
  const at = items.findIndex(({ id }) => id === chosen);
  const step = (by: number) => {
    const next = at < 0 ? items[0] : items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) change({ id: next.id });
    if (at + by >= items.length - 1 && list.hasNextPage && !list.isFetchingNextPage)
      void list.fetchNextPage();
  };
  useKeys('听写', [
    { key: 'j', label: '下一段', run: () => step(1) },
    { key: 'k', label: '上一段', run: () => step(-1) },
  ]);
  /** After one is written down: the one that has moved up to its place. */
  const next = () =>
    change({
      id:
        items.filter(({ id }) => id !== chosen)[Math.max(0, at)]?.id ??
        items.find(({ id }) => id !== chosen)?.id,
    });
  return (
    <DeskPage title="语音听写" about="按原话写下来,居民和承办单位都看得到">
      <Remote of={list}>
        {() =>
          chosen === undefined ? (
            <Empty description="没有等听写的录音" />
          ) : (
            <div className="call call-record">
              <Writing key={chosen} id={chosen} onNext={next} />
              <div>
                <ul className="call-earlier" aria-label="等听写的录音">
                  {items.map((item) => (
                    <Waiting
                      key={item.id}
                      item={item}
                      isOpen={item.id === chosen}
                      onOpen={() => change({ id: item.id })}
                    />
                  ))}
                </ul>
                <p className="desk-muted" aria-live="polite">
                  {list.hasNextPage ? `已列出 ${items.length} 段,还有更多` : `共 ${items.length} 段`}
                </p>
                <More id="more-recordings" pages={list} />
              </div>
            </div>
          )
        }
      </Remote>
    </DeskPage>
  );
}

interface WaitingProps {
  item: Line;
  isOpen: boolean;
  onOpen: () => void;
}

/** One that waits, and who else has it open already. */
function Waiting({ item, isOpen, onOpen }: WaitingProps) {
  const now = useNow();
  const who = useQuery({
    queryKey: ['presence', item.id, 'who'],
    queryFn: () => get<PresenceView>(`/api/desk/presence/${item.id}`),
    refetchInterval: PRESENCE_BEAT_SECONDS * 1000,
    staleTime: 0,
    retry: false,
    enabled: !isOpen,
  });
  const others = isOpen ? null : presenceText(who.data?.others ?? []);
  return (
    <li data-open={isOpen || undefined}>
      <Button
        type="link"
        size="small"
        className="call-pick"
        aria-current={isOpen || undefined}
        onClick={onOpen}
      >
        {item.orderNo} {item.title}
      </Button>
      {others !== null && <Tag color="warning">{others}</Tag>}
      <span className="desk-muted">
        {item.receivedAt !== undefined && whenText(item.receivedAt, now)} · {item.placeLabel}
      </span>
      <Due label={item.dueLabel ?? ''} dueAt={item.dueAt ?? null} dueText={item.dueText ?? ''} />
    </li>
  );
}

/** The sheet of one, and who else has it open; once somebody has written it down, what he wrote. */
function Writing({ id, onNext }: { id: string; onNext: () => void }) {
  const live = useOrder(id);
  const [isMine, setMine] = useState(false);
  return (
    <Remote of={live.order}>
      {(order) => (
        <section aria-label={`录音 ${order.orderNo}`} className="call-receipt">
          <Flex gap="small" align="center" wrap>
            <h2>{order.orderNo}</h2>
            <span>{order.placeLabel}</span>
            <Presence orderId={id} />
          </Flex>
          {order.voice === 'WRITTEN' && !isMine ? (
            <Written order={order} onNext={onNext} />
          ) : (
            <Editing orderId={id} />
          )}
          <Transcript
            order={order}
            save={async (transcript) => {
              setMine(true);
              try {
                await live.run('transcribe', { transcript });
              } catch (e) {
                setMine(false);
                throw e;
              }
            }}
            onSaved={onNext}
          />
        </section>
      )}
    </Remote>
  );
}

function Written({ order, onNext }: { order: OrderView; onNext: () => void }) {
  const last = order.timeline.findLast(({ event }) => event === 'order.transcribed');
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      id="written-meanwhile"
      title={`${last?.who ?? '别的坐席'} 已经写下这段录音,您写的还在下面`}
      description={order.text}
      action={<Button onClick={onNext}>下一段</Button>}
    />
  );
}
