import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DeskGrid, DeskGridsAnswer, GridPlan, Outline, Wgs84Pair } from '@yihu/shared';
import { App, Button, Tag, Typography } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { useDeskGrids } from '../api/geo';
import { Remote } from '../components';
import { useKeys } from '../keys';
import { GridEditMap, type MapGrid } from '../map';
import { MergePanel, RetirePanel } from './end-panels';
import { GridFacts } from './GridFacts';
import { GridList, orderOf } from './GridList';
import './grids.css';
import { ImportPanel } from './ImportPanel';
import { areaText, lineText, outlineText, readLine, readOutline } from './outline.view';
import { DrawPanel, type PanelProps, ReshapePanel, SplitPanel } from './panels';

type Mode = 'look' | 'draw' | 'reshape' | 'street' | 'split' | 'merge' | 'retire' | 'import';

/** The map editor: grids drawn, bent, parted, joined, imported; everything also as text and by keyboard. */
export default function Grids() {
  const grids = useDeskGrids();
  return <Remote of={grids}>{(answer) => <Editor answer={answer} />}</Remote>;
}

function Editor({ answer }: { answer: DeskGridsAnswer }) {
  const { grid: wanted } = useSearch({ strict: false }) as { grid?: string };
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [mode, setMode] = useState<Mode>('look');
  const [text, setText] = useState('');
  const [marked, setMarked] = useState<string[]>([]);
  const [fault, setFault] = useState<Wgs84Pair | null>(null);
  const { street, canManage } = answer;
  const grid = answer.grids.find(({ id }) => id === wanted) ?? null;
  const all = useMemo(() => orderOf(answer), [answer]);
  const drawn = useMemo(() => all.flatMap(mapGridOf), [all]);
  const outline = useMemo(() => (mode === 'split' ? null : drawable(text)), [mode, text]);
  const line = useMemo(() => lineOf(mode, text), [mode, text]);

  const choose = (id: string | undefined) =>
    void navigate({ to: '/grids', search: id === undefined ? {} : { grid: id }, replace: true });
  const begin = (next: Mode, start = '') => {
    setMode(next);
    setText(start);
    setMarked([]);
    setFault(null);
  };
  const pick = (id: string) => {
    if (mode !== 'merge') {
      begin('look');
      choose(id);
    } else if (id !== grid?.id && answer.grids.some((each) => each.id === id && each.active)) {
      setMarked(marked.includes(id) ? marked.filter((each) => each !== id) : [...marked, id]);
    }
  };
  const edit = (what: Mode) => {
    if (grid === null || !grid.active || !canManage) return;
    begin(what, what === 'reshape' ? outlineText(grid.outline) : '');
  };
  const done = (plan: GridPlan, said: string) => {
    void message.success(said);
    begin('look');
    const [first] = plan.results;
    if (first?.gridId && first.gridId !== street.id) choose(first.gridId);
  };
  const move = (step: 1 | -1) => {
    const active = all.filter((each) => each.active);
    const at = active.findIndex(({ id }) => id === grid?.id);
    const next = active[at < 0 ? 0 : Math.min(active.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    begin('look');
    choose(next.id);
    document.getElementById(`grid-${next.id}`)?.focus();
  };
  useKeys('网格', [
    { key: 'j', label: '下一个网格', run: () => move(1) },
    { key: 'k', label: '上一个网格', run: () => move(-1) },
    { key: 'n', label: '画新网格', run: () => begin('draw'), active: canManage },
    { key: 'e', label: '改边界', run: () => edit('reshape'), active: canManage },
    { key: 'x', label: '拆分', run: () => edit('split'), active: canManage },
    { key: 'm', label: '合并', run: () => edit('merge'), active: canManage },
    { key: 'i', label: '导入', run: () => begin('import'), active: canManage },
    { key: 'Escape', label: '放弃', run: () => begin('look'), active: mode !== 'look' },
  ]);
  const common: PanelProps = {
    ...{ answer, text, onText: setText, onFault: setFault, onDone: done },
    onClose: () => begin('look'),
  };
  const others = marked.flatMap((id) => answer.grids.find((each) => each.id === id) ?? []);
  return (
    <div className="grids">
      <Head answer={answer} onDo={begin} />
      <GridList answer={answer} selected={grid?.id ?? null} marked={marked} onSelect={pick} />
      <div className="grids-map">
        <Suspense fallback={null}>
          <GridEditMap
            grids={drawn}
            selected={grid?.id ?? null}
            marked={marked}
            gaps={answer.gaps}
            tool={toolOf(mode, outline)}
            outline={outline}
            line={line}
            fault={fault}
            label={`${street.name}的网格地图`}
            onGrid={pick}
            onOutline={(next) => setText(outlineText(next))}
            onLine={(next) => setText(lineText(next))}
          />
        </Suspense>
      </div>
      <aside className="grids-side">
        {mode === 'draw' && <DrawPanel {...common} />}
        {mode === 'street' && <ReshapePanel key="street" {...common} grid={street} />}
        {mode === 'import' && (
          <ImportPanel
            streetId={street.id}
            onClose={common.onClose}
            onDone={(said) => {
              void message.success(said);
              begin('look');
            }}
            onShow={({ outline, problem }) => {
              setText(outlineText(outline));
              setFault(problem !== null && 'at' in problem ? problem.at : null);
            }}
          />
        )}
        {grid !== null && mode === 'reshape' && <ReshapePanel key={grid.id} {...common} grid={grid} />}
        {grid !== null && mode === 'split' && <SplitPanel key={grid.id} {...common} grid={grid} />}
        {grid !== null && mode === 'merge' && <MergePanel {...common} grid={grid} others={others} />}
        {grid !== null && mode === 'retire' && <RetirePanel {...common} grid={grid} />}
        {grid !== null && mode === 'look' && (
          <GridFacts
            grid={grid}
            canManage={canManage}
            onDo={edit}
            onShow={({ outline }) => setText(outlineText(outline))}
          />
        )}
        {grid === null && mode === 'look' && (
          <Typography.Paragraph type="secondary">在列表或地图上选一个网格,按 N 画新的。</Typography.Paragraph>
        )}
      </aside>
    </div>
  );
}

function Head({ answer, onDo }: { answer: DeskGridsAnswer; onDo: (mode: Mode, start?: string) => void }) {
  const { street, overlaps, gaps, canManage } = answer;
  const bare = gaps.reduce((sum, { m2 }) => sum + m2, 0);
  return (
    <header className="grids-head">
      <Typography.Title level={1}>网格</Typography.Title>
      {canManage && (
        <>
          <Button type="primary" onClick={() => onDo('draw')}>
            画新网格 <kbd>N</kbd>
          </Button>
          <Button onClick={() => onDo('import')}>
            导入 GeoJSON <kbd>I</kbd>
          </Button>
          <Button onClick={() => onDo('street', outlineText(street.outline))}>街道边界</Button>
        </>
      )}
      <span className="desk-gap" />
      <Tag>{answer.grids.filter(({ active }) => active).length} 个网格</Tag>
      <Tag color={overlaps.length > 0 ? 'warning' : 'default'}>
        {overlaps.length === 0 ? '没有重叠' : `${overlaps.length} 处重叠`}
      </Tag>
      <Tag color={gaps.length > 0 ? 'warning' : 'default'}>
        {gaps.length === 0 ? '没有空白' : `${gaps.length} 处空白,共 ${areaText(bare)}`}
      </Tag>
    </header>
  );
}

function mapGridOf({ id, code, name, shortName, outline, active }: DeskGrid): MapGrid[] {
  return outline === null || !active ? [] : [{ id, code, name, label: shortName, outline }];
}

/** A polygon is drawn once; what there is is bent. */
function toolOf(mode: Mode, outline: Outline | null) {
  if (mode === 'split') return 'line';
  if (mode === 'draw' || mode === 'reshape' || mode === 'street') return outline === null ? 'draw' : 'bend';
  return 'look';
}

function lineOf(mode: Mode, text: string) {
  const read = mode === 'split' ? readLine(text) : null;
  return read !== null && 'value' in read ? read.value : NO_LINE;
}
const NO_LINE: [] = [];

/** What can be shown of the text; a pasted geometry may be anything. */
function drawable(text: string): Outline | null {
  const read = text === '' ? null : readOutline(text);
  if (read === null || 'problem' in read) return null;
  const rings =
    (read.value.coordinates as unknown[] | undefined)?.flat(read.value.type === 'Polygon' ? 1 : 2) ?? [];
  const isPair = (each: unknown) => Array.isArray(each) && each.length === 2 && each.every(Number.isFinite);
  return rings.length > 2 && rings.every(isPair) ? read.value : null;
}
