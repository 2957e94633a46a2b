import type { DeskGrid, DeskGridsAnswer } from '@yihu/shared';
import { Checkbox, Input, Typography } from 'antd';
import { useState } from 'react';
import { matchOf } from '../shell/pinyin';
import { areaText } from './outline.view';

interface Props {
  answer: DeskGridsAnswer;
  selected: string | null;
  marked: readonly string[];
  onSelect: (id: string) => void;
}

/** Grids as `j` and `k` walk through them: by community, then by code. */
export function orderOf({ grids, communities }: DeskGridsAnswer): DeskGrid[] {
  const place = new Map(communities.map(({ id }, at) => [id, at]));
  const at = (grid: DeskGrid) => place.get(grid.community?.id ?? '') ?? communities.length;
  return [...grids].sort((a, b) => at(a) - at(b) || (a.code < b.code ? -1 : 1));
}

/** All grids of the street beside the map: what the map shows, for those who do not see it. */
export function GridList({ answer, selected, marked, onSelect }: Props) {
  const [words, setWords] = useState('');
  const [withEnded, setWithEnded] = useState(false);
  const shown = orderOf(answer).filter(
    ({ active, name, code, shortName }) =>
      (active || withEnded) &&
      (words === '' || [name, code, shortName].some((word) => matchOf(word, words) > 0)),
  );
  const groups = Map.groupBy(shown, ({ community }) => community?.name ?? '不在社区');
  const ended = answer.grids.filter(({ active }) => !active).length;
  return (
    <nav className="grids-list" aria-label="网格">
      <Input
        allowClear
        value={words}
        placeholder="编号、名称或拼音首字母"
        aria-label="找网格"
        onChange={(event) => setWords(event.target.value)}
      />
      {ended > 0 && (
        <Checkbox checked={withEnded} onChange={(event) => setWithEnded(event.target.checked)}>
          也看已停用的 {ended} 个
        </Checkbox>
      )}
      {[...groups].map(([community, grids]) => (
        <section key={community}>
          <Typography.Title level={3}>
            {community} <small>{grids.length}</small>
          </Typography.Title>
          <ul className="grids-plain">
            {grids.map((grid) => (
              <li key={grid.id}>
                <button
                  type="button"
                  id={`grid-${grid.id}`}
                  className="grids-row"
                  aria-current={grid.id === selected}
                  data-marked={marked.includes(grid.id)}
                  onClick={() => onSelect(grid.id)}
                >
                  <strong>{grid.name}</strong>
                  <span className="desk-muted">
                    {grid.code} · {grid.outline === null ? '还没有边界' : areaText(grid.areaM2)}
                    {grid.active ? '' : ' · 已停用'}
                    {marked.includes(grid.id) ? ' · 将并入' : ''}
                  </span>
                  <span className="desk-muted">
                    {grid.posts.length === 0
                      ? '还没有人员'
                      : [...new Set(grid.posts.map(({ name }) => name))].join('、')}
                    {grid.openOrders > 0 && ` · 在办 ${grid.openOrders} 件`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown.length === 0 && <Typography.Text type="secondary">没有符合的网格</Typography.Text>}
    </nav>
  );
}
