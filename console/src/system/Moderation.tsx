import { useInfiniteQuery } from '@tanstack/react-query';
import {
  formatLocal,
  MODERATION_DECISIONS,
  type ModerationDecision,
  type ModerationItem,
} from '@yihu/shared';
import { Alert, Button, Card, Empty, Flex, Image, Input, Tag } from 'antd';
import { useState } from 'react';
import { moderate, moderationQueue } from '../api/admin';
import { errText } from '../api/request';
import { DeskPage, useDoing } from '../components';
import { useKeys } from '../keys';

const QUEUE = ['moderation'] as const;

/** Texts and pictures a machine could not clear: each is let through or kept back by a person, oldest first. */
export default function Moderation() {
  const queue = useInfiniteQuery({
    queryKey: QUEUE,
    queryFn: ({ pageParam }) => moderationQueue(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <DeskPage title="内容审看" about="机器没有放行的公开文字和图片;决定之前,别人看不到">
      {queue.error !== null && <Alert type="error" showIcon title={errText(queue.error)} />}
      {queue.isSuccess && items.length === 0 && <Empty description="没有待审看的内容" />}
      <Flex vertical gap="small">
        {items.map((item, at) => (
          <Item key={item.id} item={item} first={at === 0} />
        ))}
      </Flex>
      {queue.hasNextPage && (
        <Button loading={queue.isFetchingNextPage} onClick={() => void queue.fetchNextPage()}>
          下一页
        </Button>
      )}
    </DeskPage>
  );
}

function Item({ item, first }: { item: ModerationItem; first: boolean }) {
  const [note, setNote] = useState('');
  const { run, busy } = useDoing(QUEUE);
  const decide = (decision: ModerationDecision) =>
    void run(MODERATION_DECISIONS[decision], () => moderate(item.id, decision, note.trim()));
  // To hide something needs a reason that can be told; to let it pass does not.
  const mayHide = note.trim() !== '';
  useKeys('内容审看', [
    { key: 'a', label: '第一件可以公开', run: () => decide('ALLOW'), active: first && !busy },
  ]);
  return (
    <Card
      size="small"
      title={
        <>
          <Tag color={item.state === 'RISKY' ? 'error' : 'warning'}>{item.stateLabel}</Tag>
          {item.kind === 'TEXT' ? '文字' : '图片'}
          {item.label !== '' && ` · ${item.label}`}
        </>
      }
      extra={<span className="desk-muted">{formatLocal(item.askedAt)}</span>}
    >
      <Flex gap="middle" align="start">
        <div style={{ flex: 1 }}>
          {item.url === null ? (
            <p className="desk-pre">{item.text}</p>
          ) : (
            <Image src={item.url} alt="待审看的图片" height={240} />
          )}
          {item.reason !== '' && <p className="desk-muted">{item.reason}</p>}
        </div>
        <Flex vertical gap="small" style={{ width: 320 }}>
          <Input.TextArea
            aria-label="理由"
            placeholder="理由(不公开时必填)"
            value={note}
            maxLength={200}
            showCount
            autoSize={{ minRows: 2 }}
            onChange={(event) => setNote(event.target.value)}
          />
          <Flex gap="small">
            <Button type="primary" disabled={busy} onClick={() => decide('ALLOW')}>
              {MODERATION_DECISIONS.ALLOW}
            </Button>
            <Button danger disabled={busy || !mayHide} onClick={() => decide('HIDE')}>
              {MODERATION_DECISIONS.HIDE}
            </Button>
          </Flex>
        </Flex>
      </Flex>
    </Card>
  );
}
