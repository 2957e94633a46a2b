import type { ExportTableName, ReportFace, ReportFileFormat } from '@yihu/shared';
import { open, type Query } from './request';

/** Gives the browser a file to keep. */
export function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** The name a server gives a file; `spare` when it gives none. */
export function fileName(disposition: string | null, spare: string): string {
  const name = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return name === undefined ? spare : decodeURIComponent(name);
}

async function take(path: string, body: unknown, spare: string): Promise<void> {
  const answer = await open(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: '*/*' },
  });
  saveFile(fileName(answer.headers.get('content-disposition'), spare), await answer.blob());
}

/** A table as the screen of the same query shows it. */
export function takeTable(table: ExportTableName, query: Query): Promise<void> {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const words = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  return take(`/api/desk/exports/${table}`, { query: words }, `${table}.xlsx`);
}

export const takeReport = (id: string, face: ReportFace, format: ReportFileFormat) =>
  take(`/api/desk/reports/${id}/file`, { face, format }, `report.${format}`);
