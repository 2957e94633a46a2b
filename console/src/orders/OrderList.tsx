import { type DeskRow, LIST_VIEWS, SEARCH_KINDS } from '@yihu/shared';
import { Alert, Button, Empty, Skeleton } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { errText } from '../api/request';
import { filtersSet } from './list.view';
import { OrderRow } from './OrderRow';
import type { Address } from './use-address';
import type { LiveList } from './use-list';

interface Props {
  address: Address;
  list: LiveList;
  /** Which order is open beside it. */
  onOpen: (id: string) => void;
  /** Before each row, for choosing several. */
  before?: (row: DeskRow) => ReactNode;
}

/** The orders of a list, the next page fetched when its end comes into sight. */
export function OrderList({ address, list, onOpen, before }: Props) {
  const { pages, rows, first } = list;
  const { id, view } = address;
  const reachable = rows.some((row) => row.id === id) ? id : rows[0]?.id;
  return (
    <section className="bench-list" aria-label={`${LIST_VIEWS[view].label},工单列表`}>
      {pages.error !== null && (
        <Alert
          type="error"
          showIcon
          banner
          title={errText(pages.error)}
          action={
            <Button size="small" onClick={() => void pages.refetch()}>
              再试一次
            </Button>
          }
        />
      )}
      {first !== undefined && first.searchedAs.length > 0 && (
        <p className="bench-note desk-muted">
          按{first.searchedAs.map((kind) => SEARCH_KINDS[kind]).join('、')}查找,最新的在前
          {first.complete ? '' : ';较早的工单还在编入索引,按文字可能查不全'}
        </p>
      )}
      {pages.isPending && <Skeleton active className="bench-note" aria-label="正在取工单" />}
      {rows.length > 0 && (
        <ul className="bench-rows">
          {rows.map((row) => (
            <OrderRow
              key={row.id}
              row={row}
              chosen={row.id === id}
              reachable={row.id === reachable}
              onOpen={onOpen}
              before={before?.(row)}
            />
          ))}
        </ul>
      )}
      {first !== undefined && rows.length === 0 && <Nothing address={address} />}
      <More list={list} />
    </section>
  );
}

/** What an empty list means, and the way on. */
function Nothing({ address: { search, view, list } }: Pick<Props, 'address'>) {
  const isNarrowed = filtersSet(search) > 0 || Boolean(search.q);
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        isNarrowed
          ? '没有符合条件的工单'
          : `「${LIST_VIEWS[view].label}」里没有工单(${LIST_VIEWS[view].about})`
      }
    >
      {isNarrowed ? (
        <Button onClick={() => list({ view })}>去掉条件</Button>
      ) : (
        view !== 'OPEN' && <Button onClick={() => list({ view: 'OPEN' })}>看全部在办</Button>
      )}
    </Empty>
  );
}

function More({ list: { pages, rows } }: Pick<Props, 'list'>) {
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (end.current === null || !hasNextPage || isFetchingNextPage) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (rows.length === 0) return null;
  return (
    <div ref={end} className="bench-note desk-muted" aria-live="polite">
      {hasNextPage ? '正在取更多' : `共 ${rows.length} 件`}
    </div>
  );
}
