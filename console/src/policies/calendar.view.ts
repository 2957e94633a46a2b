import { addDays, type CalendarYear, type Day, weekdayOf } from '@yihu/shared';

export type DayKind = 'WORK' | 'REST' | 'OFF' | 'MADE_UP';
export const DAY_KINDS: Readonly<Record<DayKind, string>> = {
  WORK: '上班',
  REST: '周末',
  OFF: '放假',
  MADE_UP: '调休上班',
};

const isWeekend = (day: Day) => [0, 6].includes(weekdayOf(day));

/** What a day is by a year's list. */
export function kindOf({ offDays, workDays }: CalendarYear, day: Day): DayKind {
  if (offDays.includes(day)) return 'OFF';
  if (workDays.includes(day)) return 'MADE_UP';
  return isWeekend(day) ? 'REST' : 'WORK';
}

/** The list after a day was pressed: a workday is off and back; a weekend day is off, then worked, then back. */
export function pressed(year: CalendarYear, day: Day, name = ''): CalendarYear {
  const { [day]: _, ...names } = year.names ?? {};
  const without = {
    ...year,
    names,
    offDays: year.offDays.filter((each) => each !== day),
    workDays: year.workDays.filter((each) => each !== day),
  };
  switch (kindOf(year, day)) {
    case 'WORK':
    case 'REST':
      return {
        ...without,
        offDays: [...without.offDays, day].sort(),
        names: name === '' ? names : { ...names, [day]: name },
      };
    case 'OFF':
      return isWeekend(day) ? { ...without, workDays: [...without.workDays, day].sort() } : without;
    case 'MADE_UP':
      return without;
  }
}

/** Weeks of a month, Monday first; null before its first and after its last day. */
export function weeksOf(year: number, month: number): (Day | null)[][] {
  const first: Day = `${year}-${String(month).padStart(2, '0')}-01`;
  const blanks = (weekdayOf(first) + 6) % 7;
  const days: (Day | null)[] = Array.from({ length: blanks }, () => null);
  for (let day = first; day.startsWith(first.slice(0, 7)); day = addDays(day, 1)) days.push(day);
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
}

/** The holidays of a list as spans: `春节 2026-02-15 至 2026-02-23`. */
export function spansOf({ offDays, names = {} }: CalendarYear): string[] {
  const spans: { name: string; from: Day; to: Day }[] = [];
  for (const day of [...offDays].sort()) {
    const name = names[day] ?? '放假';
    const last = spans.at(-1);
    if (last !== undefined && last.name === name && addDays(last.to, 1) === day) last.to = day;
    else spans.push({ name, from: day, to: day });
  }
  return spans.map(({ name, from, to }) => (from === to ? `${name} ${from}` : `${name} ${from} 至 ${to}`));
}
