import type { EditionBrief, ModerationAnswer, StreetReport } from '@yihu/shared';
import type { Behind } from './filed.ts';

/** What residents read first in the public edition. */
export const WORDED = '本周收到的诉求不多,都在办理。';

/** This week's report: drafted, worded by a clerk, published by 叶青; residents may read it once 陈晓 lets it pass. */
export async function publishWeek(
  behind: Behind,
  street: { url: string },
  correction?: string,
): Promise<EditionBrief> {
  const { streets } = await (await fetch(`${street.url}/api/streets`)).json();
  const made = await behind.call<StreetReport>('desk-chen', 'POST', '/api/desk/reports', {
    ...{ streetId: streets[0].id, kind: 'WEEKLY_FLASH', day: '2026-11-23' },
  });
  const path = `/api/desk/reports/${made.id}`;
  const body = { face: 'PUBLIC', section: 0, text: WORDED, revision: 0 };
  await behind.call('desk-chen', 'POST', `${path}/texts`, body);
  const { editions } = await behind.call<StreetReport>('sup-ye', 'POST', `${path}/publish`, {
    revision: 1,
    ...(correction === undefined ? {} : { correction }),
  });
  const [edition] = editions;
  if (edition === undefined) throw new Error('nothing was published');
  return edition;
}

/** A person lets every text pass that waits; answers how many. Nothing waits until the platform was asked. */
export async function letPass(behind: Behind): Promise<number> {
  const { items } = await behind.call<ModerationAnswer>('desk-chen', 'GET', '/api/moderation');
  for (const { id } of items) {
    await behind.call('desk-chen', 'POST', `/api/moderation/${id}`, { decision: 'ALLOW' });
  }
  return items.length;
}

/** The same, waited for. */
export async function letNextPass(behind: Behind): Promise<void> {
  const end = performance.now() + 20_000;
  while ((await letPass(behind)) === 0) {
    if (performance.now() > end) throw new Error('nothing came to be looked at');
    await new Promise((done) => setTimeout(done, 50));
  }
}
