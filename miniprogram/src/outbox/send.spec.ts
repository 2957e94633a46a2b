import type { Receipt } from '@yihu/shared';
import { ApiError, networkError, strangerError } from '@yihu/shared';
import type { Photo } from '../components/use-photos';
import { emptyDraft } from '../resident/file/draft';
import { type Filing, newFiling } from './queue';
import { findLost, outcomeOf, type SendPorts, sendAll } from './send';

const NOW = '2026-11-23T01:00:00.000Z';
const refusal = (code: string, status: number) => new ApiError(code, `原因 ${code}`, status);

const photo = (key: string): Photo => ({
  key,
  path: `/tmp/${key}`,
  name: `${key}.jpg`,
  state: 'failed',
  kept: true,
});

/** A phone and a server that files each draft once; `line` may throw before or after anything is carried out. */
class World {
  filings: Filing[] = [];
  readonly filed = new Map<string, string[]>();
  readonly photos = new Map<string, string>();
  readonly submitted: string[] = [];
  gone = new Set<string>();
  line: (step: string, when: 'before' | 'after') => void = () => undefined;

  add(id: string, photos: Photo[] = []): void {
    const draft = { ...emptyDraft(id, NOW), text: id, photos };
    const person = { personId: 'P1', staff: false };
    const filing = newFiling({ draft, person, forCaller: false, group: `g-${id}`, visit: 'v' }, NOW);
    this.filings.push({ ...filing, queuedAt: `${NOW}${this.filings.length}` });
  }

  readonly ports: SendPorts = {
    now: () => NOW,
    list: () => this.filings,
    change: (work) => {
      this.filings = work(this.filings);
    },
    pathOf: async ({ key, path }) => (this.gone.has(key) ? null : path),
    upload: async (_, { key }, group) => {
      this.line(`photo ${key}`, 'before');
      const id = this.photos.get(`${group}/${key}`) ?? `A${this.photos.size + 1}`;
      this.photos.set(`${group}/${key}`, id);
      this.line(`photo ${key}`, 'after');
      return id;
    },
    submit: async ({ draft }) => {
      this.submitted.push(draft.id);
      this.line(draft.id, 'before');
      const ids = draft.photos.map(({ id }) => id ?? 'none');
      const known = new Set(this.photos.values());
      if (!this.filed.has(draft.id) && ids.some((id) => !known.has(id)))
        throw refusal('ATTACHMENT_MISSING', 404);
      if (!this.filed.has(draft.id)) this.filed.set(draft.id, ids);
      this.line(draft.id, 'after');
      return receiptOf(draft.id);
    },
    knows: async (orderId) => this.filed.has(orderId.slice(2)),
    onSent: () => undefined,
  };

  send = () => sendAll(this.ports, () => true);
  state = (key: string) => this.filings.find((one) => one.key === key);
}

function receiptOf(id: string): Receipt {
  return {
    orderId: `O-${id}`,
    orderNo: `N-${id}`,
    receivedAt: NOW,
    state: 'SUBMITTED',
    next: [],
    outside: false,
    differs: false,
  };
}

it.each([
  ['no network', networkError(), 'offline'],
  ['a sign-on page with 200', strangerError(200), 'offline'],
  ['a proxy page with 403', strangerError(403), 'offline'],
  ['our 503', refusal('UNAVAILABLE', 503), 'offline'],
  ['our 429', refusal('TOO_MANY_REQUESTS', 429), 'offline'],
  ['our 500', refusal('INTERNAL', 500), 'later'],
  ['a bug here', new TypeError('x'), 'later'],
  ['an ended session', refusal('SESSION_EXPIRED', 401), 'signedOut'],
  ['our 400', refusal('PHONE_INVALID', 400), 'refused'],
  ['our 409', refusal('DRAFT_NOT_YOURS', 409), 'refused'],
])('takes %s rightly', (_, error, outcome) => {
  expect(outcomeOf(error)).toBe(outcome);
});

it('sends in order, and past one that is refused', async () => {
  const world = new World();
  for (const id of ['a', 'b', 'c']) world.add(id);
  world.line = (step) => {
    if (step === 'b') throw refusal('GRID_CODE_UNKNOWN', 404);
  };
  const outcomes = await world.send();
  expect([...outcomes]).toEqual([
    ['a', 'sent'],
    ['b', 'refused'],
    ['c', 'sent'],
  ]);
  expect(world.submitted).toEqual(['a', 'b', 'c']);
  expect(world.state('b')).toMatchObject({ state: 'REFUSED', trouble: '原因 GRID_CODE_UNKNOWN' });
});

it('stops at a dead line, and goes on from there', async () => {
  const world = new World();
  for (const id of ['a', 'b']) world.add(id);
  world.line = () => {
    throw networkError();
  };
  expect([...(await world.send())]).toEqual([['a', 'offline']]);
  world.line = () => undefined;
  await world.send();
  expect([...world.filed.keys()]).toEqual(['a', 'b']);
});

it('brings each photo once, however often the line breaks at whatever step', async () => {
  const steps = ['photo p1', 'photo p2', 'a'].flatMap((step) => [`${step} before`, `${step} after`]);
  for (const broken of steps) {
    const world = new World();
    world.add('a', [photo('p1'), photo('p2')]);
    let breaks = 1;
    world.line = (step, when) => {
      if (`${step} ${when}` === broken && breaks-- > 0) throw networkError();
    };
    expect([...(await world.send()).values()]).toEqual(['offline']);
    expect(world.state('a')?.draft.photos.every(({ refused }) => !refused)).toBe(true);
    expect([...(await world.send()).values()]).toEqual(['sent']);
    expect([...world.filed]).toEqual([['a', ['A1', 'A2']]]);
    expect(world.photos.size).toBe(2);
  }
});

it('names the photo that is refused or gone, and keeps the others', async () => {
  const world = new World();
  world.add('a', [photo('p1'), photo('p2')]);
  world.line = (step) => {
    if (step === 'photo p2') throw refusal('ATTACHMENT_BROKEN', 422);
  };
  await world.send();
  expect(world.state('a')).toMatchObject({ state: 'REFUSED', trouble: '第 2 张照片:原因 ATTACHMENT_BROKEN' });
  expect(world.state('a')?.draft.photos.map(({ id, refused }) => [id, refused])).toEqual([
    ['A1', undefined],
    [undefined, true],
  ]);
  const other = new World();
  other.add('b', [photo('p3')]);
  other.gone.add('p3');
  await other.send();
  expect(other.state('b')).toMatchObject({ state: 'REFUSED', refusalCode: 'PHOTO_GONE' });
  expect(other.submitted).toEqual([]);
});

it('waits for somebody to sign in', async () => {
  const world = new World();
  world.add('a');
  world.line = () => {
    throw refusal('SESSION_EXPIRED', 401);
  };
  await world.send();
  expect(world.state('a')).toMatchObject({ state: 'WAITING', trouble: '登录已过期,登录后自动提交' });
});

it('takes a new id where somebody else has used this one', async () => {
  const world = new World();
  world.add('a');
  world.line = () => {
    throw refusal('DRAFT_NOT_YOURS', 409);
  };
  await world.send();
  expect(world.state('a')?.draft.id).toMatch(/^[0-9A-Z]{26}$/);
  expect(world.state('a')?.draft.text).toBe('a');
});

it('sends again, photos and all, what a restored server no longer knows', async () => {
  const world = new World();
  world.add('a', [photo('p1')]);
  world.add('b');
  await world.send();
  expect(await findLost(world.ports, () => true)).toBe(false);
  world.filed.delete('a');
  world.photos.clear();
  expect(await findLost(world.ports, () => true)).toBe(true);
  expect(world.state('b')?.state).toBe('SENT');
  await world.send();
  expect(world.filed.get('a')).toEqual(['A1']);
  expect(world.state('a')).toMatchObject({ state: 'SENT', lostNo: 'N-a', announce: true });
});
