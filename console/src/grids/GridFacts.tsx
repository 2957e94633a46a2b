import { type DeskGrid, GRID_CHANGES, type GridHistoryRow } from '@yihu/shared';
import { Button, Flex, Typography } from 'antd';
import dayjs from 'dayjs';
import { useGridHistory } from '../api/geo';
import { Remote } from '../components';
import { LeftBehind } from './LeftBehind';
import { areaText } from './outline.view';

interface Props {
  grid: DeskGrid;
  canManage: boolean;
  onDo: (what: 'reshape' | 'split' | 'merge' | 'retire') => void;
  onShow: (row: GridHistoryRow) => void;
}

/** One grid: who works there, what can be done with it, what was done to it. */
export function GridFacts({ grid, canManage, onDo, onShow }: Props) {
  const history = useGridHistory(grid.id);
  const isThere = grid.active && canManage;
  return (
    <section className="grids-panel" aria-label={grid.name}>
      <Typography.Title level={2}>{grid.name}</Typography.Title>
      <dl className="grids-facts">
        <dt>编号</dt>
        <dd>
          {grid.code}
          {grid.active ? '' : '(已停用)'}
        </dd>
        <dt>社区</dt>
        <dd>{grid.community?.name ?? '—'}</dd>
        <dt>面积</dt>
        <dd>
          {grid.outline === null ? '还没有边界' : `${areaText(grid.areaM2)},第 ${grid.outlineVersion} 版边界`}
          {grid.note !== null && `(${grid.note})`}
        </dd>
        <dt>人员</dt>
        <dd>
          {grid.posts.length === 0
            ? grid.active
              ? '还没有人员,诉求由社区接办'
              : '没有'
            : grid.posts.map(({ name, roleLabel }) => `${name}(${roleLabel})`).join('、')}
        </dd>
        <dt>在办</dt>
        <dd>{grid.openOrders} 件</dd>
      </dl>
      {!grid.active && canManage && grid.posts.length > 0 && <LeftBehind key={grid.id} grid={grid} />}
      {isThere && (
        <Flex gap="small" wrap className="grids-buttons">
          <Button onClick={() => onDo('reshape')}>
            改边界 <kbd>E</kbd>
          </Button>
          <Button disabled={grid.outline === null} onClick={() => onDo('split')}>
            拆分 <kbd>X</kbd>
          </Button>
          <Button disabled={grid.outline === null} onClick={() => onDo('merge')}>
            合并 <kbd>M</kbd>
          </Button>
          <Button danger onClick={() => onDo('retire')}>
            停用
          </Button>
        </Flex>
      )}
      <Typography.Title level={3}>变更记录</Typography.Title>
      <Remote of={history}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Typography.Text type="secondary">建库以来没有改过。</Typography.Text>
          ) : (
            <ul className="grids-plain">
              {rows.map((row) => (
                <li key={`${row.at}-${row.change}`}>
                  {dayjs(row.at).format('YYYY-MM-DD HH:mm')} {row.actorName} {GRID_CHANGES[row.change]}
                  {row.other !== null && ` · ${row.other.name}`}
                  {row.reason !== '' && ` · ${row.reason}`}
                  {row.outline !== null && (
                    <Button size="small" type="link" onClick={() => onShow(row)}>
                      看第 {row.outlineVersion} 版
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Remote>
    </section>
  );
}
