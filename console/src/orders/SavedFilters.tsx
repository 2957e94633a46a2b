import { DeleteOutlined, StarOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FiltersAnswer } from '@yihu/shared';
import { Alert, Button, Flex, Input, type InputRef, Popover } from 'antd';
import { useRef, useState } from 'react';
import { dropFilter, savedFilters, saveFilter } from '../api/drafts';
import { errText } from '../api/request';
import { useKeys } from '../keys';
import { addressText } from './list.view';
import type { Address } from './use-address';

const KEY = ['desk-filters'] as const;

interface Props {
  address: Address;
  /** Closed by Esc. */
  onLeave: () => void;
}

/** Lists a person keeps under names of her own; each is an address that can be sent to others. */
export function SavedFilters({ address: { search, list }, onLeave }: Props) {
  const box = useRef<InputRef>(null);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [error, setError] = useState<unknown>(null);
  const saved = useQuery({ queryKey: KEY, queryFn: savedFilters, staleTime: 60_000 });
  const items = saved.data?.items ?? [];
  useKeys('工单', [{ key: 's', label: '我的筛选', run: () => setOpen(true) }]);
  const change = async (work: Promise<FiltersAnswer>) => {
    setError(null);
    try {
      client.setQueryData(KEY, await work);
      setName('');
    } catch (e) {
      setError(e);
    }
  };
  const save = () => {
    if (name.trim() !== '') void change(saveFilter({ name: name.trim(), query: addressText(search) }));
  };
  const content = (
    <Flex vertical gap="small" className="bench-more">
      {items.map((item) => (
        <Flex key={item.id} gap="small">
          <Button
            block
            className="bench-choice"
            onClick={() => {
              setOpen(false);
              list(Object.fromEntries(new URLSearchParams(item.query)));
            }}
          >
            {item.name}
          </Button>
          <Button
            type="text"
            aria-label={`删除「${item.name}」`}
            icon={<DeleteOutlined />}
            onClick={() => void change(dropFilter(item.id))}
          />
        </Flex>
      ))}
      {items.length === 0 && <span className="desk-muted">还没有保存过。选好条件,起个名字存下来。</span>}
      <Flex gap="small">
        <Input
          aria-label="筛选的名称"
          placeholder="给现在的列表起个名字"
          maxLength={20}
          value={name}
          ref={box}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            setOpen(false);
            onLeave();
          }}
          onPressEnter={(event) => {
            if (!event.nativeEvent.isComposing) save();
          }}
        />
        <Button type="primary" onClick={save} disabled={name.trim() === ''}>
          保存
        </Button>
      </Flex>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </Flex>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      title="我的筛选"
      content={content}
      afterOpenChange={(shown) => {
        if (shown) box.current?.focus();
      }}
      destroyOnHidden
    >
      <Button icon={<StarOutlined aria-hidden />}>
        我的筛选{items.length > 0 ? ` ${items.length}` : ''}
      </Button>
    </Popover>
  );
}
