import type {
  Comparison,
  FigureValue,
  GridHeat,
  RatesAnswer,
  TrendAnswer,
  UnitTable,
  VolumeAnswer,
} from '@yihu/shared';
import { formatLocal, VOLUME_SPLITS } from '@yihu/shared';
import { column, type Table } from './table';

type Period = { fromDay: string; toDay: string; asOf: string };
const notesOf = ({ fromDay, toDay, asOf }: Period) => [
  `${fromDay} 至 ${toDay}`,
  `数字截至 ${formatLocal(asOf)}`,
];
const share = ({ num, den }: FigureValue) => ({ share: { num, den } });
const earlier = ({ count }: Comparison) => count;

export function volumeTable(answer: VolumeAnswer): Table {
  return {
    title: `诉求量${VOLUME_SPLITS[answer.by]}`,
    columns: [
      ...[column(VOLUME_SPLITS[answer.by].slice(1), 24), column('收到诉求'), column('主动治理')],
      ...[column('上期同口径'), column('去年同期')],
    ],
    rows: [
      ...answer.rows.map((row) => [row.label, row.count, row.proactive, row.previous, row.lastYear]),
      ['合计', answer.count, answer.proactive, earlier(answer.previous), earlier(answer.lastYear)],
    ],
    notes: notesOf(answer),
  };
}

export function trendTable({ rows, asOf }: TrendAnswer): Table {
  return {
    title: '逐月诉求量',
    columns: [
      ...[column('月份'), column('起'), column('止'), column('收到诉求'), column('主动治理')],
      ...[column('上期'), column('环比'), column('去年同期'), column('同比')],
    ],
    rows: rows.map(({ month, fromDay, toDay, count, proactive, previous, lastYear }) => [
      ...[month, { day: fromDay }, { day: toDay }, count, proactive],
      ...[previous.count, previous.change, lastYear.count, lastYear.change],
    ]),
    notes: [`数字截至 ${formatLocal(asOf)}`],
  };
}

export function unitTable(answer: UnitTable): Table {
  return {
    title: '各单位',
    columns: [
      ...[
        column('名次', 8),
        column('单位', 16),
        column('上期名次', 10),
        column('承办件次', 10),
        column('按期率'),
      ],
      ...[column('超期率'), column('满意率'), column('办结率'), column('退单率'), column('平均办理分钟', 14)],
    ],
    rows: answer.rows.map((row) => [
      ...[row.rank, row.unitName, row.previousRank, row.received, share(row.onTime), share(row.overdue)],
      ...[share(row.satisfied), share(row.completion), share(row.returned), row.minutes],
    ]),
    notes: [...notesOf(answer), '名次按办结率排;比率按认定不合理诉求以后的件次算'],
  };
}

export function ratesTable(answer: RatesAnswer): Table {
  return {
    title: '五率',
    columns: [
      ...[column('项目', 16), column('认定前'), column('认定后'), column('分子', 8), column('分母', 8)],
      ...[column('环比', 18), column('同比', 18)],
    ],
    rows: answer.rates.map(({ label, before, after, previous, lastYear }) => [
      ...[label, share(before), share(after), after.num, after.den, previous.points, lastYear.points],
    ]),
    notes: [...notesOf(answer), `按单位承办 ${answer.scope} 件次计算`],
  };
}

export function heatTable({ weeks, grids, asOf }: GridHeat): Table {
  return {
    title: '各网格逐周诉求量',
    columns: [column('网格', 18), ...weeks.map((week) => column(`${week} 起`, 14))],
    rows: grids.map(({ name, counts }) => [name, ...counts]),
    notes: ['每列是从周一起的一周', `数字截至 ${formatLocal(asOf)}`],
  };
}
