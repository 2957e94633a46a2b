import { EditOutlined, EyeOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { PRESENCE_BEAT_SECONDS } from '@yihu/shared';
import { Alert, Tag } from 'antd';
import { useEffect } from 'react';
import { beat, leave } from '../api/presence';
import { presenceText } from './presence.view';

/** Orders of which this window has a form open, and how many. */
const editing = new Map<string, number>();

/** Who else looks at the order; keeps telling the server that this window does. */
function useOthers(orderId: string) {
  const others = useQuery({
    queryKey: ['presence', orderId],
    queryFn: () => beat(orderId, (editing.get(orderId) ?? 0) > 0),
    refetchInterval: PRESENCE_BEAT_SECONDS * 1000,
    staleTime: 0,
    retry: false,
  });
  return others.data?.others ?? [];
}

/** Beside an order's head: who else has it on the screen. Nothing while nobody has. */
export function Presence({ orderId }: { orderId: string }) {
  const others = useOthers(orderId);
  useEffect(
    () => () => {
      // It ends by itself when this is not heard.
      leave(orderId).catch(() => undefined);
    },
    [orderId],
  );
  const text = presenceText(others);
  const isEdited = others.some((each) => each.editing);
  return (
    <span role="status" id="presence">
      {text !== null && (
        <Tag color={isEdited ? 'warning' : undefined} icon={isEdited ? <EditOutlined /> : <EyeOutlined />}>
          {text}
        </Tag>
      )}
    </span>
  );
}

/** In an open form: tells the others that it is being filled in, and warns when somebody else does the same. */
export function Editing({ orderId }: { orderId: string }) {
  const client = useQueryClient();
  const others = useOthers(orderId).filter((each) => each.editing);
  useEffect(() => {
    const tell = (by: 1 | -1) => {
      editing.set(orderId, (editing.get(orderId) ?? 0) + by);
      void client.invalidateQueries({ queryKey: ['presence', orderId] });
    };
    tell(1);
    return () => tell(-1);
  }, [client, orderId]);
  const text = presenceText(others);
  if (text === null) return null;
  return (
    <Alert type="warning" showIcon role="status" title={`${text}这件工单,先提交的一方有效,您写的不会丢`} />
  );
}
