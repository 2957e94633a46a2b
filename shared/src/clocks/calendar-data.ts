import { addDays, type Day } from '../time.ts';
import type { CalendarYear } from './calendar.ts';

type Holiday = [name: string, first: Day, last: Day];

function year(of: number, version: string, holidays: Holiday[], workDays: Day[]): CalendarYear {
  const names: Record<Day, string> = {};
  for (const [name, first, last] of holidays) {
    for (let day = first; day <= last; day = addDays(day, 1)) names[day] = name;
  }
  return { year: of, version, offDays: Object.keys(names), workDays, names };
}

/**
 * Days off and worked weekends of 2024–2026, from the notices of the General Office of the State Council
 * (部分节假日安排的通知). A later year is loaded by an administrator once the notice of November is out.
 */
export const CALENDARS: CalendarYear[] = [
  year(
    2024,
    '国办发明电〔2023〕7号',
    [
      ['元旦', '2024-01-01', '2024-01-01'],
      ['春节', '2024-02-10', '2024-02-17'],
      ['清明节', '2024-04-04', '2024-04-06'],
      ['劳动节', '2024-05-01', '2024-05-05'],
      ['端午节', '2024-06-10', '2024-06-10'],
      ['中秋节', '2024-09-15', '2024-09-17'],
      ['国庆节', '2024-10-01', '2024-10-07'],
    ],
    [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  ),
  year(
    2025,
    '国办发明电〔2024〕12号',
    [
      ['元旦', '2025-01-01', '2025-01-01'],
      ['春节', '2025-01-28', '2025-02-04'],
      ['清明节', '2025-04-04', '2025-04-06'],
      ['劳动节', '2025-05-01', '2025-05-05'],
      ['端午节', '2025-05-31', '2025-06-02'],
      ['国庆节、中秋节', '2025-10-01', '2025-10-08'],
    ],
    ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ),
  year(
    2026,
    '2025-11-04 通知',
    [
      ['元旦', '2026-01-01', '2026-01-03'],
      ['春节', '2026-02-15', '2026-02-23'],
      ['清明节', '2026-04-04', '2026-04-06'],
      ['劳动节', '2026-05-01', '2026-05-05'],
      ['端午节', '2026-06-19', '2026-06-21'],
      ['中秋节', '2026-09-25', '2026-09-27'],
      ['国庆节', '2026-10-01', '2026-10-07'],
    ],
    ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  ),
];
