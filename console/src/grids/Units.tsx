import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type DeskUnitsAnswer, UNIT_KINDS, type Wgs84Pair } from '@yihu/shared';
import { App, Button, Input, Typography } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { GRIDS_KEY, useDeskGrids, useDeskUnits } from '../api/geo';
import { Remote } from '../components';
import { useKeys } from '../keys';
import { GridMap, type MapPoint } from '../map';
import { matchOf } from '../shell/pinyin';
import './grids.css';
import { UnitPanel } from './UnitPanel';
import { isPoint, treeRows } from './units.view';

/** The street's tree of units, and its service and mediation points on the map. */
export default function Units() {
  const units = useDeskUnits();
  return <Remote of={units}>{(answer) => <Tree answer={answer} />}</Remote>;
}

const NO_GRIDS: [] = [];

function Tree({ answer }: { answer: DeskUnitsAnswer }) {
  const { unit: wanted } = useSearch({ strict: false }) as { unit?: string };
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const grids = useDeskGrids();
  const [words, setWords] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [picked, setPicked] = useState<Wgs84Pair | null>(null);
  const unit = answer.units.find(({ id }) => id === wanted) ?? null;
  const rows = useMemo(() => treeRows(answer.units), [answer.units]);
  const shown = rows.filter(
    ({ unit: { name, code, shortName } }) =>
      words === '' || [name, code, shortName].some((word) => matchOf(word, words) > 0),
  );
  const drawn = useMemo(
    () =>
      grids.data?.grids.flatMap(({ id, code, name, shortName, outline, active }) =>
        outline === null || !active ? [] : [{ id, code, name, label: shortName, outline }],
      ) ?? NO_GRIDS,
    [grids.data],
  );
  const points = useMemo(() => pointsOf(answer, picked), [answer, picked]);
  const choose = (id: string | undefined) => {
    setAdding(false);
    setPicked(null);
    void navigate({ to: '/units', search: id === undefined ? {} : { unit: id }, replace: true });
  };
  const move = (step: 1 | -1) => {
    const at = shown.findIndex((row) => row.unit.id === unit?.id);
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + step))]?.unit.id;
    if (next === undefined) return;
    choose(next);
    document.getElementById(`unit-row-${next}`)?.focus();
  };
  useKeys('单位', [
    { key: 'j', label: '下一个单位', run: () => move(1) },
    { key: 'k', label: '上一个单位', run: () => move(-1) },
    { key: 'n', label: '新增单位', run: () => setAdding(true), active: answer.canManage },
  ]);
  const onDone = (next: DeskUnitsAnswer, said: string) => {
    client.setQueryData(['desk-units'], next);
    void client.invalidateQueries({ queryKey: GRIDS_KEY });
    void client.invalidateQueries({ queryKey: ['units'] });
    void message.success(said);
    setAdding(false);
    setPicked(null);
  };
  return (
    <div className="grids">
      <header className="grids-head">
        <Typography.Title level={1}>单位和服务点</Typography.Title>
        {answer.canManage && (
          <Button type="primary" onClick={() => setAdding(true)}>
            新增 <kbd>N</kbd>
          </Button>
        )}
      </header>
      <nav className="grids-list" aria-label="单位">
        <Input
          allowClear
          value={words}
          placeholder="编号、名称或拼音首字母"
          aria-label="找单位"
          onChange={(event) => setWords(event.target.value)}
        />
        <ul className="grids-plain">
          {shown.map(({ unit: each, depth }) => (
            <li key={each.id} style={{ paddingInlineStart: depth * 14 }}>
              <button
                type="button"
                id={`unit-row-${each.id}`}
                className="grids-row"
                aria-current={each.id === unit?.id}
                onClick={() => choose(each.id)}
              >
                <span>
                  <strong>{each.name}</strong> <small>{UNIT_KINDS[each.kind]}</small>
                </span>
                <span className="desk-muted">
                  {each.phone === '' ? '没有电话' : each.phone}
                  {each.openOrders > 0 && ` · 在办 ${each.openOrders} 件`}
                  {each.active ? '' : ' · 已停用'}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grids-map">
        <Suspense fallback={null}>
          <GridMap
            grids={drawn}
            points={points}
            selected={unit?.kind === 'GRID' ? unit.id : null}
            selectedPoint={unit !== null && isPoint(unit.kind) ? unit.id : null}
            label="服务点和调解点"
            onPick={({ at, gridId }) => {
              if (isAdding || (unit !== null && isPoint(unit.kind))) setPicked(at);
              else if (gridId !== null) choose(gridId);
            }}
            onPoint={choose}
          />
        </Suspense>
      </div>
      <aside className="grids-side">
        {isAdding || unit !== null ? (
          <UnitPanel
            key={isAdding ? 'new' : `${unit?.id} ${unit?.version}`}
            units={answer.units}
            unit={isAdding ? null : unit}
            canManage={answer.canManage}
            picked={picked}
            onDone={onDone}
            onClose={() => setAdding(false)}
          />
        ) : (
          <Typography.Paragraph type="secondary">选一个单位,按 N 新增。</Typography.Paragraph>
        )}
      </aside>
    </div>
  );
}

function pointsOf({ units }: DeskUnitsAnswer, picked: Wgs84Pair | null): MapPoint[] {
  const known = units.flatMap(({ id, name, kind, at, active }): MapPoint[] =>
    active && at !== null && isPoint(kind)
      ? [{ id, label: name, at, tone: kind === 'SERVICE_POINT' ? 'service' : 'mediation' }]
      : [],
  );
  return picked === null ? known : [...known, { id: 'picked', label: '选的位置', at: picked, tone: 'self' }];
}
