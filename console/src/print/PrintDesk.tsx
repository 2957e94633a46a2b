import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DeskGrid, DeskGridsAnswer, ServiceCard } from '@yihu/shared';
import { Button, Flex, Select, Tabs, Typography } from 'antd';
import { useDeskGrids, useServiceCard } from '../api/geo';
import { useBatches, useServicePoints, useStickers } from '../api/stickers';
import { Remote } from '../components';
import { useKeys } from '../keys';
import { matchOf } from '../shell/pinyin';
import { Batches } from './Batches';
import { CardForm } from './CardForm';
import { currentSticker, startOf } from './card.view';
import './print.css';
import { CardSheet, QrSheets, Sheet } from './Sheets';

const WHAT = { sheet: '明白纸', card: '服务卡', codes: '张贴码' } as const;
type What = keyof typeof WHAT;
interface Search {
  grid?: string;
  what?: string;
  batch?: string;
}

/** What hangs in the street and is handed out: chosen, filled in, looked at as it will be printed. */
export default function PrintDesk() {
  const grids = useDeskGrids();
  return <Remote of={grids}>{(answer) => <Chosen answer={answer} />}</Remote>;
}

function Chosen({ answer }: { answer: DeskGridsAnswer }) {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const batches = useBatches();
  const hanging = new Set(batches.data?.items.flatMap(({ gridId, active }) => (active > 0 ? [gridId] : [])));
  // What hangs in a grid that has ended opens nothing: it is offered here until it is moved or revoked.
  const offered = answer.grids.filter(({ id, active }) => active || hanging.has(id));
  const grid = offered.find(({ id }) => id === search.grid) ?? offered.find(({ active }) => active);
  const asked = (Object.keys(WHAT) as What[]).find((each) => each === search.what) ?? 'sheet';
  const what = grid?.active === false ? 'codes' : asked;
  const change = (part: Search) =>
    void navigate({ to: '/print', search: (before: Search) => ({ ...before, ...part }), replace: true });
  useKeys('打印', [{ key: 'p', label: '打印', run: () => print() }]);
  if (grid === undefined) return <Typography.Paragraph>还没有网格,请系统管理员先画。</Typography.Paragraph>;
  return (
    <div className="print-screen">
      <div className="desk-no-print">
        <Typography.Title level={1}>张贴和服务卡</Typography.Title>
        <Flex gap="small">
          <Select
            aria-label="网格"
            value={grid.id}
            showSearch={{
              filterOption: (typed, option) => matchOf(option?.label ?? '', typed) > 0,
            }}
            options={offered.map(({ id, name, active }) => ({
              value: id,
              label: active ? name : `${name}(已停用,还有码)`,
            }))}
            onChange={(id: string) => change({ grid: id, batch: '' })}
            style={{ flex: 1 }}
          />
          <Button id="print-now" type="primary" onClick={() => print()}>
            打印 <kbd>P</kbd>
          </Button>
        </Flex>
        <Tabs
          activeKey={what}
          onChange={(next) => change({ what: next })}
          items={Object.entries(WHAT).map(([key, label]) => ({
            ...{ key, label },
            disabled: !grid.active && key !== 'codes',
          }))}
        />
        {what === 'codes' ? (
          <Batches grid={grid} batch={search.batch ?? null} onBatch={(batch) => change({ batch })} />
        ) : (
          <CardEdit grid={grid} />
        )}
      </div>
      <div className="print-preview">
        {grid.active && (
          <Preview grid={grid} what={what} batch={search.batch ?? ''} streetId={answer.street.id} />
        )}
      </div>
    </div>
  );
}

function CardEdit({ grid }: { grid: DeskGrid }) {
  const card = useServiceCard(grid.id);
  return (
    <Remote of={card}>
      {(found) => <CardForm key={`${grid.id} ${found.version}`} start={startOf(found, grid.posts)} />}
    </Remote>
  );
}

function Preview({
  grid,
  what,
  batch,
  streetId,
}: {
  grid: DeskGrid;
  what: What;
  batch: string;
  streetId: string;
}) {
  const card = useServiceCard(grid.id);
  const stickers = useStickers(grid.id);
  const points = useServicePoints(streetId);
  return (
    <Remote of={stickers}>
      {({ items }) => {
        const sticker = currentSticker(items);
        const sheet = (found: ServiceCard) => {
          if (what === 'card') return <CardSheet card={found} sticker={sticker} />;
          if (what === 'sheet')
            return <Sheet card={found} sticker={sticker} points={points.data?.points ?? []} />;
          const chosen = items.filter((each) => each.active && each.batch === (batch || sticker?.batch));
          return chosen.length === 0 ? (
            <Typography.Paragraph className="desk-page">没有可打印的码,先制作一批。</Typography.Paragraph>
          ) : (
            <QrSheets
              stickers={[...chosen].sort((a, b) => (a.label < b.label ? -1 : 1))}
              street={found.street.shortName}
            />
          );
        };
        return <Remote of={card}>{sheet}</Remote>;
      }}
    </Remote>
  );
}
