import { readFile } from 'node:fs/promises';
import { type CalendarYear, checkCalendar, type Instant, policyFaultText } from '@yihu/shared';
import { AuditStore } from '../modules/audit/audit.store';
import { EVERYWHERE, PoliciesService } from '../modules/policies/policies.service';
import { type OpsContext, OpsError } from './context';

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
  const problems = checkCalendar(year).map(policyFaultText);
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
