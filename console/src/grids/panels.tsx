import type { DeskGrid, DeskGridsAnswer, GridNames, GridPlan, SplitPart } from '@yihu/shared';
import { useEffect, useState } from 'react';
import { drawGrid, reshapeGrid, splitGrid } from '../api/geo';
import { CommunitySelect, CornersField, NamesFields, NO_NAMES, PeopleField } from './Fields';
import { readLine, readOutline } from './outline.view';
import { Panel } from './Panel';
import { faultOf, useChange } from './use-change';

export interface PanelProps {
  answer: DeskGridsAnswer;
  /** Corners as text; the map writes here too. */
  text: string;
  onText: (text: string) => void;
  onFault: (at: ReturnType<typeof faultOf>) => void;
  onDone: (plan: GridPlan, said: string) => void;
  onClose: () => void;
}
type GridPanelProps = PanelProps & { grid: DeskGrid };

const OUTLINE_HELP = '每行一个「经度,纬度」(WGS-84);空一行写洞,「---」隔开另一块。也可粘贴 GeoJSON';
const isNamed = ({ code, name, shortName }: GridNames) =>
  [code, name, shortName].every((each) => each.trim() !== '');

/** Shows on the map where what was refused is wrong. */
function useFault(error: unknown, onFault: PanelProps['onFault']): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each refusal
  useEffect(() => {
    onFault(faultOf(error));
    return () => onFault(null);
  }, [error]);
}

export function DrawPanel({ answer, text, onText, onFault, onDone, onClose }: PanelProps) {
  const [names, setNames] = useState<GridNames>(NO_NAMES);
  const [community, setCommunity] = useState<string>();
  const read = readOutline(text);
  const change = useChange(
    (ask) => {
      if ('problem' in read || community === undefined) throw new Error('还没有填完');
      return drawGrid({ ...names, ...ask, communityId: community, outline: read.value });
    },
    JSON.stringify([names, community, text]),
    (plan) => onDone(plan, `「${names.name}」已画好,下一件落在这里的诉求归它`),
  );
  useFault(change.error, onFault);
  const missing =
    'problem' in read
      ? read.problem
      : !isNamed(names) || community === undefined
        ? '请填编号、名称、简称,选社区'
        : null;
  return (
    <Panel title="画新网格" change={change} missing={missing} onClose={onClose}>
      <CommunitySelect communities={answer.communities} value={community} onChange={setCommunity} />
      <NamesFields value={names} onChange={setNames} />
      <CornersField
        label="边界"
        value={text}
        onChange={onText}
        problem={text !== '' && 'problem' in read ? read.problem : null}
        help={OUTLINE_HELP}
      />
    </Panel>
  );
}

/** `grid` is a grid or the street itself. */
export function ReshapePanel({
  grid,
  text,
  onText,
  onFault,
  onDone,
  onClose,
}: PanelProps & { grid: Pick<DeskGrid, 'id' | 'version' | 'name'> }) {
  const read = readOutline(text);
  const change = useChange(
    (ask) => {
      if ('problem' in read) throw new Error(read.problem);
      return reshapeGrid(grid.id, { ...ask, version: grid.version, outline: read.value });
    },
    text,
    (plan) => onDone(plan, `「${grid.name}」的边界已更新`),
  );
  useFault(change.error, onFault);
  return (
    <Panel
      title={`改「${grid.name}」的边界`}
      change={change}
      missing={'problem' in read ? read.problem : null}
      onClose={onClose}
    >
      <CornersField
        label="边界"
        value={text}
        onChange={onText}
        problem={text !== '' && 'problem' in read ? read.problem : null}
        help={OUTLINE_HELP}
      />
    </Panel>
  );
}

export function SplitPanel({ grid, text, onText, onFault, onDone, onClose }: GridPanelProps) {
  const [parts, setParts] = useState<SplitPart[]>([NO_NAMES]);
  const read = readLine(text);
  const send = (dryRun: boolean, confirmOverlap: boolean) => {
    if ('problem' in read) throw new Error(read.problem);
    const named = dryRun ? parts.filter(isNamed) : parts;
    return splitGrid(grid.id, {
      version: grid.version,
      line: read.value,
      parts: named,
      dryRun,
      confirmOverlap,
    });
  };
  const change = useChange(
    ({ dryRun, confirmOverlap }) => send(dryRun, confirmOverlap),
    JSON.stringify([text, parts]),
    (plan) => onDone(plan, `「${grid.name}」已拆成 ${plan.results.length} 个网格`),
  );
  useFault(change.error, onFault);
  const pieces = change.plan?.results.length ?? parts.length + 1;
  useEffect(() => {
    const wanted = Math.max(1, pieces - 1);
    setParts((now) =>
      now.length === wanted ? now : Array.from({ length: wanted }, (_, at) => now[at] ?? NO_NAMES),
    );
  }, [pieces]);
  const missing =
    'problem' in read
      ? read.problem
      : parts.every(isNamed)
        ? null
        : '最大的一块保留原编号,请给其余的起编号和名称';
  return (
    <Panel title={`拆分「${grid.name}」`} change={change} missing={missing} onClose={onClose}>
      <CornersField
        label="分界线"
        value={text}
        onChange={onText}
        problem={text !== '' && 'problem' in read ? read.problem : null}
        help="从边界外画到另一边的边界外,双击结束;或每行写一个「经度,纬度」"
      />
      {parts.map((part, at) => {
        const of = parts.length > 1 ? `第 ${at + 2} 块的` : '新网格的';
        const set = (next: Partial<SplitPart>) =>
          setParts(parts.map((each, n) => (n === at ? { ...each, ...next } : each)));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are told apart by their place
          <div key={at}>
            <NamesFields of={of} value={part} onChange={set} />
            <PeopleField
              of={of}
              posts={grid.posts}
              value={part.people}
              onChange={(people) => set({ people })}
            />
          </div>
        );
      })}
    </Panel>
  );
}
