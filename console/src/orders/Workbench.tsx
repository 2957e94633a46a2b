import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import type { DeskPage, DeskRow } from '@yihu/shared';
import type { InputRef } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { listKey } from '../api/fresh-rows';
import { BulkBar, ChooseBox, useChosen } from '../bulk';
import { useKeys } from '../keys';
import { Filters } from './Filters';
import { afterAct, neighbour, nextView } from './list.view';
import { OrderList } from './OrderList';
import { NoOrder, OrderColumn, SideColumn } from './OrderSide';
import './orders.css';
import './pane.css';
import { useAddress } from './use-address';
import { useList } from './use-list';
import { Views } from './Views';

/** Orders before the end of what is loaded at which the next page is fetched. */
const AHEAD = 5;

/** Wish for the first row of what was searched for, once it is known which that is. */
const FIRST = 'first of ';

/** List │ order │ map and history: what clerks live in all day. */
export default function Workbench() {
  const address = useAddress();
  const { id, view, query, change, list: goTo } = address;
  const list = useList(query);
  const { ids, pages } = list;
  const chosen = useChosen<DeskRow>();
  const client = useQueryClient();
  const box = useRef<InputRef>(null);
  const [wish, setWish] = useState<string | null>(null);
  const layout = useDefaultLayout({ id: 'yihu.desk.bench', storage: localStorage });

  // The row a person was sent to is focused once it is drawn.
  useEffect(() => {
    if (wish?.startsWith(FIRST) && (wish !== FIRST + query.q || pages.isPending)) return;
    const first = ids[0] === undefined ? 'bench-list' : `row-${ids[0]}`;
    const target = wish?.startsWith(FIRST) ? first : wish;
    const row = target === null ? null : document.getElementById(target);
    if (row === null) return;
    row.focus();
    setWish(null);
  });
  const choose = useCallback((next: string | null) => change({ id: next ?? undefined }), [change]);
  const goToRow = useCallback(
    (next: string | null) => {
      choose(next);
      setWish(next === null ? 'bench-list' : `row-${next}`);
    },
    [choose],
  );
  const move = (step: 1 | -1) => {
    const next = neighbour(ids, id, step);
    if (next === null) return;
    goToRow(next);
    if (ids.indexOf(next) > ids.length - AHEAD && pages.hasNextPage && !pages.isFetchingNextPage) {
      void pages.fetchNextPage();
    }
  };
  const open = useCallback(
    (next: string) => {
      choose(next);
      setWish('bench-order');
    },
    [choose],
  );
  /** Remembers where the order stood, so that what follows it is next when it has left the list. */
  const begin = useCallback(() => {
    const key = listKey(query);
    const idsNow = () =>
      client
        .getQueryData<InfiniteData<DeskPage>>(key)
        ?.pages.flatMap(({ items }) => items.map((row) => row.id)) ?? [];
    const before = idsNow();
    return () => {
      if (id !== null && before.includes(id)) goToRow(afterAct(before, id, idsNow()));
      else setWish('bench-order');
    };
  }, [client, query, id, goToRow]);
  // Back to the list: to the row of what is open, or to what is open when it is not in the list.
  const leave = () => {
    if (id !== null) setWish(ids.includes(id) ? `row-${id}` : 'bench-order');
    else setWish(ids[0] === undefined ? 'bench-list' : `row-${ids[0]}`);
  };

  useKeys('工单', [
    { key: 'j', label: '下一件', run: () => move(1) },
    { key: 'k', label: '上一件', run: () => move(-1) },
    { key: 'n', label: '办完看下一件', run: () => move(1) },
    { key: 'Enter', label: '打开', run: () => id !== null && setWish('bench-order') },
    { key: '/', label: '搜索', run: () => box.current?.focus({ cursor: 'all' }) },
    { key: 'Escape', label: '回到列表', run: leave },
    { key: ']', label: '下一个列表', run: () => goTo({ view: nextView(view, 1) }) },
    { key: '[', label: '上一个列表', run: () => goTo({ view: nextView(view, -1) }) },
  ]);
  return (
    <div className="bench">
      <Views view={view} list={goTo} />
      <Filters address={address} box={box} onLeave={leave} onSearched={(q) => setWish(FIRST + q)} />
      <BulkBar chosen={chosen} rows={list.rows} currentId={id} />
      <Group
        className="bench-panels"
        orientation="horizontal"
        defaultLayout={layout.defaultLayout}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="list" defaultSize="31%" minSize={260}>
          <div id="bench-list" className="bench-scroll" tabIndex={-1}>
            <OrderList
              address={address}
              list={list}
              onOpen={open}
              before={(row) => <ChooseBox chosen={chosen} row={row} />}
            />
          </div>
        </Panel>
        <Separator className="bench-bar" aria-label="列表宽度" />
        <Panel id="order" defaultSize="42%" minSize={360}>
          <div key={id} id="bench-order" className="bench-scroll" tabIndex={-1}>
            {id === null ? (
              <NoOrder />
            ) : (
              <OrderColumn
                id={id}
                begin={begin}
                onOpen={open}
                onClose={() => goToRow(null)}
                onLeave={leave}
              />
            )}
          </div>
        </Panel>
        <Separator className="bench-bar" aria-label="经过宽度" />
        <Panel id="side" defaultSize="27%" minSize={240}>
          <div className="bench-scroll">
            {id !== null && (
              <SideColumn
                id={id}
                tab={address.search.tab ?? 'log'}
                onTab={(tab) => change({ tab: tab === 'log' ? undefined : tab })}
                onOpen={open}
                onGrid={(gridId) => change({ gridId })}
              />
            )}
          </div>
        </Panel>
      </Group>
    </div>
  );
}
