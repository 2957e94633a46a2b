import type { ReportFace } from './reports.ts';

/** Tables the desk hands out as a workbook, each asked for with the query of the screen that shows it. */
export const EXPORT_TABLES = {
  orders: '工单列表',
  visits: '待回访',
  unreachable: '微信通知不到',
  ledger: '台账',
  volume: '诉求量',
  trend: '逐月诉求量',
  units: '各单位',
  rates: '五率',
  heat: '各网格逐周诉求量',
} as const;
export type ExportTableName = keyof typeof EXPORT_TABLES;

/** POST /api/desk/exports/:table; the query of the screen, and for a ledger its `kind`. */
export interface ExportTableBody {
  query: Record<string, string>;
}

export const REPORT_FILES = ['docx', 'xlsx'] as const;
export type ReportFileFormat = (typeof REPORT_FILES)[number];

/** POST /api/desk/reports/:id/file */
export interface ReportFileBody {
  face: ReportFace;
  format: ReportFileFormat;
}
