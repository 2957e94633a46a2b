import type { Receipt } from '@yihu/shared';
import type { Photo } from '../components/use-photos';
import { emptyDraft } from '../resident/file/draft';
import {
  atRiskText,
  confirmed,
  contentText,
  type Filing,
  isMine,
  isStale,
  kept,
  lost,
  newFiling,
  nextToSend,
  sent,
  withFiling,
} from './queue';

const LI = { personId: 'P1', staff: false };
const MONDAY = '2026-11-23T01:00:00.000Z';
const after = (hours: number) => new Date(Date.parse(MONDAY) + hours * 3_600_000).toISOString();
const RECEIPT: Receipt = {
  orderId: 'O1',
  orderNo: 'NQ20261123-0001',
  receivedAt: MONDAY,
  state: 'SUBMITTED',
  next: [],
  outside: false,
  differs: false,
};

function filing(key: string, at = MONDAY, part: Partial<Filing> = {}): Filing {
  const draft = { ...emptyDraft(key, at), text: '路灯不亮' };
  return { ...newFiling({ draft, person: LI, forCaller: false, group: 'g', visit: 'v' }, at), ...part };
}
const photo = (part: Partial<Photo>): Photo => ({ key: 'k', path: 'p', name: 'n', state: 'failed', ...part });

describe('whose turn it is', () => {
  it('is the oldest that waits and was not tried yet', () => {
    const list = [filing('b', after(1)), filing('a'), filing('c', after(2))];
    expect(nextToSend(list, after(3), new Set())?.key).toBe('a');
    expect(nextToSend(list, after(3), new Set(['a']))?.key).toBe('b');
    expect(nextToSend(list, after(3), new Set(['a', 'b', 'c']))).toBeNull();
  });

  it.each(['HELD', 'REFUSED', 'SENT'] as const)('is never that of one that is %s', (state) => {
    expect(
      nextToSend([filing('a', MONDAY, { state }), filing('b', after(1))], after(2), new Set())?.key,
    ).toBe('b');
  });

  it('passes over one older than a day until it is confirmed', () => {
    const list = [filing('a')];
    expect(isStale(filing('a'), after(24))).toBe(false);
    expect(nextToSend(list, after(24), new Set())?.key).toBe('a');
    expect(nextToSend(list, after(24.01), new Set())).toBeNull();
    const again = confirmed(list, 'a', after(30));
    expect(nextToSend(again, after(53), new Set())?.key).toBe('a');
    expect(nextToSend(again, after(54.01), new Set())).toBeNull();
  });

  it('is that of one the server has lost, however old', () => {
    const done = sent([filing('a')], 'a', RECEIPT, { now: MONDAY, announce: false });
    const list = lost(done, 'a');
    expect(list[0]).toMatchObject({ state: 'WAITING', lostNo: RECEIPT.orderNo, receipt: null });
    expect(nextToSend(list, after(100), new Set())?.key).toBe('a');
    expect(sent(list, 'a', RECEIPT, { now: after(100), announce: false })[0]?.announce).toBe(true);
  });
});

describe('what stays on the phone', () => {
  it('is a sent filing for a week, one that waits for ever', () => {
    const list = sent([filing('a'), filing('b')], 'a', RECEIPT, { now: MONDAY, announce: false });
    expect(kept(list, after(7 * 24))).toHaveLength(2);
    expect(kept(list, after(7 * 24 + 1)).map(({ key }) => key)).toEqual(['b']);
  });

  it("is nothing of a caller's matter once it is filed", () => {
    const list = [filing('a', MONDAY, { forCaller: true })];
    expect(sent(list, 'a', RECEIPT, { now: MONDAY, announce: true })).toEqual([]);
  });

  it('is one filing for each draft', () => {
    const list = withFiling([filing('a'), filing('b')], filing('a', after(1), { state: 'HELD' }));
    expect(list.map(({ key, state }) => `${key} ${state}`)).toEqual(['b WAITING', 'a HELD']);
  });
});

describe('whose it is', () => {
  const again = { personId: 'P2', staff: false };
  it('is told by the person', () => {
    expect(isMine(filing('a'), LI, false)).toBe(true);
    expect(isMine(filing('a'), again, false)).toBe(false);
  });
  it("is told by the phone where storage is the WeChat user's own, but never between staff and residents", () => {
    expect(isMine(filing('a'), again, true)).toBe(true);
    expect(isMine(filing('a'), { personId: 'P3', staff: true }, true)).toBe(false);
    expect(isMine(filing('a', MONDAY, { byStaff: true }), again, true)).toBe(false);
  });
});

describe('in words', () => {
  const photos = [photo({ state: 'done', id: 'A1' }), photo({ kept: true }), photo({ refused: true })];
  it('tells words and each photo state', () => {
    expect(contentText({ text: ' 路灯不亮 ', photos: [] })).toBe('文字 4 字 · 没有照片');
    expect(contentText({ text: '', photos })).toBe('没有文字 · 照片 3 张(1 张待上传,1 张已上传,1 张失败)');
  });
  it('tells what would be gone', () => {
    expect(atRiskText(photos, true)).toBeNull();
    expect(atRiskText([...photos, photo({ kept: false })], true)).toContain('有 1 张照片没能存下');
    expect(atRiskText(photos, false)).toContain('这份内容没能存下');
  });
});
