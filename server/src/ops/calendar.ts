import { readFile } from 'node:fs/promises';
import { addDays, type CalendarYear, type Day, type Instant, weekdayOf } from '@yihu/shared';
import { AuditStore } from '../modules/audit/audit.store';
import { EVERYWHERE, PoliciesService } from '../modules/policies/policies.service';
import { type OpsContext, OpsError } from './context';

function isDay(text: unknown): text is Day {
  try {
    return typeof text === 'string' && addDays(text, 0) === text;
  } catch {
    return false;
  }
}

/** What is wrong with a year's days off; empty when nothing is. */
export function calendarProblems(year: Partial<CalendarYear>): string[] {
  const problems: string[] = [];
  const { offDays = [], workDays = [] } = year;
  if (!Number.isInteger(year.year)) return ['year 应是年份,例如 2027'];
  if (typeof year.version !== 'string' || year.version === '') problems.push('version 应写明通知的文号');
  if (!Array.isArray(offDays) || !Array.isArray(workDays))
    return [...problems, 'offDays 和 workDays 应是日期列表'];
  for (const day of [...offDays, ...workDays]) {
    if (!isDay(day)) problems.push(`「${day}」不是日期`);
    // A notice may also name days of the December before.
    else if (!day.startsWith(`${year.year}-`) && !day.startsWith(`${Number(year.year) - 1}-12-`)) {
      problems.push(`${day} 不在 ${year.year} 年`);
    }
  }
  const off = new Set(offDays);
  if (off.size !== offDays.length || new Set(workDays).size !== workDays.length)
    problems.push('有日期写了两次');
  for (const day of workDays.filter(isDay)) {
    if (off.has(day)) problems.push(`${day} 既是放假又是上班`);
    else if (weekdayOf(day) > 0 && weekdayOf(day) < 6)
      problems.push(`${day} 本来就是工作日,不用写在 workDays 里`);
  }
  if (offDays.length < 10) problems.push('放假日期少于 10 天,像是没有写全');
  return problems;
}

/** Loads a year's days off; running servers see it within seconds and fill the promises that waited for it. */
export async function importCalendar({ db, clock }: OpsContext, file: string): Promise<CalendarYear> {
  let year: CalendarYear;
  try {
    year = JSON.parse(await readFile(file, 'utf8')) as CalendarYear;
  } catch {
    throw new OpsError(
      `${file} 读不出来:应是 {"year":2027,"version":"文号","offDays":[…],"workDays":[…]} 这样的 JSON`,
    );
  }
  const problems = calendarProblems(year);
  if (problems.length > 0) throw new OpsError(`节假日安排有误,没有导入:\n  ${problems.join('\n  ')}`);
  const now: Instant = clock.now();
  const body = {
    year: year.year,
    version: year.version,
    offDays: year.offDays,
    workDays: year.workDays,
    names: year.names,
  };
  const policies = new PoliciesService(db, clock);
  await db.inTransaction(async (tx) => {
    const policy = { unitId: EVERYWHERE, kind: 'calendar', name: String(year.year), effectiveAt: now };
    await policies.add(tx, { ...policy, body, authorId: 'SYSTEM' });
    await new AuditStore().add(tx, {
      at: now,
      actorId: 'SYSTEM',
      action: 'calendar.imported',
      subjectKind: 'POLICY',
      subjectId: String(year.year),
      facts: { year: year.year, version: year.version, off: year.offDays.length, work: year.workDays.length },
    });
  });
  return year;
}
