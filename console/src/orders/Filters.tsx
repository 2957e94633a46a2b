import { CloseOutlined, LinkOutlined } from '@ant-design/icons';
import { LIST_VIEWS, SEARCH_MAX, searchWords } from '@yihu/shared';
import { App, Button, Input, type InputRef, Popover } from 'antd';
import { type Ref, useEffect, useState } from 'react';
import { DownloadButton } from '../components';
import { useKeys } from '../keys';
import { FilterFields } from './FilterFields';
import { filtersSet } from './list.view';
import { SavedFilters } from './SavedFilters';
import type { Address } from './use-address';

interface Props {
  address: Address;
  box: Ref<InputRef>;
  /** Esc or ↓ in the box. */
  onLeave: () => void;
  /** Something was searched for: what is found is wanted next. */
  onSearched: (q: string) => void;
}

/** The search box, the filters and the link that shares them. */
export function Filters({ address, box, onLeave, onSearched }: Props) {
  const { search, view, list } = address;
  const { message, modal } = App.useApp();
  const [asking, setAsking] = useState(false);
  const set = filtersSet(search);
  const share = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      message.success('已复制链接,同事打开看到同样的列表');
    } catch {
      // Over plain http browsers let no page write to the clipboard.
      modal.info({ title: '请选中并复制这个链接', content: location.href });
    }
  };
  useKeys('工单', [
    { key: 'w', label: '条件', run: () => setAsking(true) },
    { key: 'y', label: '复制这个列表的链接', run: () => void share() },
  ]);
  return (
    <search className="bench-filters">
      <SearchBox address={address} box={box} onLeave={onLeave} onSearched={onSearched} />
      <Popover
        trigger="click"
        placement="bottomLeft"
        title="条件"
        open={asking}
        onOpenChange={setAsking}
        content={
          <FilterFields
            address={address}
            onClose={() => {
              setAsking(false);
              onLeave();
            }}
          />
        }
        destroyOnHidden
      >
        <Button title="W" type={set > 0 ? 'primary' : 'default'} ghost={set > 0}>
          {set > 0 ? `条件 ${set} 个` : '条件'}
        </Button>
      </Popover>
      {set > 0 && (
        <Button
          icon={<CloseOutlined aria-hidden />}
          type="text"
          onClick={() => list({ view, ...(search.q ? { q: search.q } : {}) })}
        >
          去掉条件
        </Button>
      )}
      <SavedFilters address={address} onLeave={onLeave} />
      <span className="desk-gap desk-muted bench-cut">{LIST_VIEWS[view].about}</span>
      <Button type="text" icon={<LinkOutlined aria-hidden />} title="复制链接 Y" onClick={() => void share()}>
        复制链接
      </Button>
      <DownloadButton table="orders" query={{ ...address.query }} />
    </search>
  );
}

function SearchBox({ address: { search, change, list }, box, onLeave, onSearched }: Props) {
  const { message } = App.useApp();
  const asked = searchWords(search.q ?? '');
  const [typed, setTyped] = useState(asked);
  // The address may change by itself: back, a link, the command box.
  useEffect(() => setTyped(asked), [asked]);
  const submit = () => {
    const q = searchWords(typed);
    if (q === asked) onLeave();
    // A search goes through all orders unless a list was narrowed on purpose.
    else if (q === '') change({ q: undefined, id: undefined });
    else {
      list({ ...(filtersSet(search) > 0 ? search : {}), q, id: undefined });
      onSearched(q);
    }
  };
  return (
    <Input
      ref={box}
      id="bench-search"
      className="bench-search"
      value={typed}
      allowClear
      aria-label="搜索工单"
      placeholder="编号、上级编号、电话、姓名、地点、内容"
      suffix={<kbd>/</kbd>}
      onChange={(event) => {
        const { value } = event.target;
        // Cut by characters as people count them, and said: half an emoji finds nothing.
        const isLong = [...value.trim()].length > SEARCH_MAX;
        if (isLong) void message.info({ key: 'search', content: `搜索只用前 ${SEARCH_MAX} 个字` });
        setTyped(isLong ? searchWords(value) : value);
        if (event.target.value === '' && asked !== '') change({ q: undefined });
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') submit();
        if (event.key === 'Escape' || event.key === 'ArrowDown') {
          event.preventDefault();
          onLeave();
        }
      }}
    />
  );
}
