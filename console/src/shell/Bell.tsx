import { BellOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NoticesAnswer, UnreadCountAnswer } from '@yihu/shared';
import { Badge, Button, Drawer, Empty, Flex, Typography } from 'antd';
import { useState } from 'react';
import { get, post } from '../api/request';

/** What the server told this person; the number is of those not read. */
export function Bell() {
  const [open, setOpen] = useState(false);
  const client = useQueryClient();
  const unread = useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: () => get<UnreadCountAnswer>('/api/notices/unread-count'),
    refetchInterval: 60_000,
  });
  const list = useQuery({
    queryKey: ['notices', 'list'],
    queryFn: () => get<NoticesAnswer>('/api/notices'),
    enabled: open,
  });
  const readAll = async () => {
    await post('/api/notices/read-all');
    await client.invalidateQueries({ queryKey: ['notices'] });
  };
  const count = unread.data?.unread ?? 0;
  return (
    <>
      <Badge count={count} size="small" offset={[-4, 4]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={`消息,${count} 条未读`}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Drawer
        open={open}
        title="消息"
        onClose={() => setOpen(false)}
        extra={
          <Button size="small" disabled={count === 0} onClick={() => void readAll()}>
            全部已读
          </Button>
        }
      >
        {list.data?.items.length === 0 && <Empty description="还没有消息" />}
        <Flex vertical gap="small">
          {list.data?.items.map((notice) => (
            <div key={notice.id} className="desk-notice">
              <Typography.Text strong={!notice.read}>
                {notice.phrase} · {notice.title}
              </Typography.Text>
              <Typography.Paragraph>
                <a href={`#/orders?id=${notice.orderId}`} onClick={() => setOpen(false)}>
                  {notice.thing}
                </a>
              </Typography.Paragraph>
            </div>
          ))}
        </Flex>
      </Drawer>
    </>
  );
}
