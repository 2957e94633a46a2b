import { addDays, type CalendarYear, type Day, weekdayOf } from '../../clocks/index.ts';
import { isRecord, type PolicyLineFault } from '../fault.ts';

function isDay(value: unknown): value is Day {
  try {
    return typeof value === 'string' && addDays(value, 0) === value;
  } catch {
    return false;
  }
}

/** Faults of one year's days off; lines count through offDays, then workDays. */
export function checkCalendar(body: unknown): PolicyLineFault[] {
  if (!isRecord(body)) return [{ line: 0, field: '', message: '应是一年的放假安排' }];
  const { year, version, offDays = [], workDays = [], names = {} } = body as Partial<CalendarYear>;
  const whole = (field: string, message: string) => ({ line: 0, field, message });
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 2000 || year > 2200) {
    return [whole('year', '应是年份,例如 2027')];
  }
  const faults: PolicyLineFault[] = [];
  if (typeof version !== 'string' || version === '' || version.length > 60) {
    faults.push(whole('version', '应写明通知的文号'));
  }
  if (!Array.isArray(offDays) || !Array.isArray(workDays) || offDays.length + workDays.length > 400) {
    return [...faults, whole('offDays', 'offDays 和 workDays 应是日期列表')];
  }
  const isNamed =
    isRecord(names) && Object.entries(names).every(([d, n]) => isDay(d) && typeof n === 'string');
  if (!isNamed) faults.push(whole('names', '应是日期和名称'));
  for (const [at, day] of [...offDays, ...workDays].entries()) {
    const field = at < offDays.length ? 'offDays' : 'workDays';
    const message = dayFault(day, year);
    const line = at < offDays.length ? at + 1 : at - offDays.length + 1;
    if (message !== null) faults.push({ line, field, message });
  }
  if (new Set(offDays).size !== offDays.length || new Set(workDays).size !== workDays.length) {
    faults.push(whole('offDays', '有日期写了两次'));
  }
  const off = new Set(offDays);
  for (const [at, day] of workDays.entries()) {
    if (!isDay(day)) continue;
    const weekday = weekdayOf(day);
    const isPlain = weekday > 0 && weekday < 6;
    if (off.has(day)) faults.push({ line: at + 1, field: 'workDays', message: `${day} 既是放假又是上班` });
    else if (isPlain)
      faults.push({ line: at + 1, field: 'workDays', message: `${day} 本来就是工作日,不用写在 workDays 里` });
  }
  if (offDays.length < 10) faults.push(whole('offDays', '放假日期少于 10 天,像是没有写全'));
  return faults;
}

function dayFault(day: unknown, year: number): string | null {
  if (!isDay(day)) return `「${String(day).slice(0, 20)}」不是日期`;
  // A notice may also name days of the December before.
  const fits = day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`);
  return fits ? null : `${day} 不在 ${year} 年`;
}
