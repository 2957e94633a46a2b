import type { PolicyView } from '@yihu/shared';
import type { TestApp } from './harness';

/** The newest version of a kind of the demo street, 0 when it has none of its own. */
export async function newestOf(app: TestApp, kind: string, name?: string): Promise<number> {
  const lead = await app.as('lead-peng');
  const { versions } = await lead.ok<{ versions: { version: number; name: string; unitId: string }[] }>(
    'GET',
    `/api/policies/kinds/${kind}`,
  );
  return versions.find((each) => name === undefined || each.name === name)?.version ?? 0;
}

/** 彭建国 saves a policy of the demo street and 范书平 agrees where a second person must. */
export async function putInForce(
  app: TestApp,
  kind: string,
  body: object,
  more: { effectiveAt?: string; note?: string } = {},
): Promise<PolicyView> {
  const base = await newestOf(app, kind);
  const saved = await (await app.as('lead-peng')).ok<PolicyView>('POST', `/api/policies/kinds/${kind}`, {
    unitId: app.streetId,
    base,
    body,
    note: more.note ?? '',
    ...(more.effectiveAt === undefined ? {} : { effectiveAt: more.effectiveAt }),
  });
  if (saved.state !== 'PENDING') return saved;
  return (await app.as('lead-fan')).ok('POST', `/api/policies/versions/${saved.id}/approve`, {});
}
