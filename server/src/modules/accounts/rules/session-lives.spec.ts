import { addMinutes, type Instant } from '@yihu/shared';
import { accessUntil, idleUntil, isSeenStale, judgePresented, livesOf } from './session-lives';

const NOW: Instant = '2026-11-23T01:00:00.000Z';
const in_ = (minutes: number) => addMinutes(NOW, minutes);

describe('how long sessions live', () => {
  it('gives residents 30 days and staff 12 hours, with access tokens of 2 hours', () => {
    expect(livesOf('WECHAT', false, 30)).toEqual({ access: 120, absolute: 30 * 1440, idle: null });
    expect(livesOf('WECHAT', true, 30)).toEqual({ access: 120, absolute: 720, idle: null });
  });

  it('ends a desk session that nobody uses', () => {
    expect(livesOf('PASSWORD', true, 45)).toEqual({ access: 120, absolute: 720, idle: 45 });
    expect(idleUntil(NOW, 45)).toBe(in_(45));
    expect(idleUntil(NOW, null)).toBeNull();
  });

  it('never lets an access token outlive its session', () => {
    expect(accessUntil(NOW, 'PASSWORD', in_(720))).toBe(in_(120));
    expect(accessUntil(NOW, 'PASSWORD', in_(90))).toBe(in_(90));
    expect(accessUntil(NOW, 'DEMO', in_(720))).toBe(in_(720));
  });

  it('writes use down every minute where idling counts, hourly elsewhere', () => {
    expect(isSeenStale(in_(0.9), NOW, 30)).toBe(false);
    expect(isSeenStale(in_(1), NOW, 30)).toBe(true);
    expect(isSeenStale(in_(59), NOW, null)).toBe(false);
    expect(isSeenStale(in_(60), NOW, null)).toBe(true);
  });
});

describe('a refresh token presented', () => {
  const used = { usedAt: NOW, usedBy: 'her phone', successorUsed: false };

  it('is fresh when it was never used', () => {
    expect(judgePresented({ usedAt: null, usedBy: null, successorUsed: false }, NOW, 'x')).toBe('FRESH');
  });

  it('is a repeat for 30 seconds, for the client that used it', () => {
    expect(judgePresented(used, in_(0.5), 'her phone')).toBe('REPEAT');
    expect(judgePresented(used, in_(0.51), 'her phone')).toBe('REUSED');
    expect(judgePresented(used, in_(0.1), 'another')).toBe('REUSED');
  });

  it('is no repeat once its successor was used: whoever has it kept an old copy', () => {
    expect(judgePresented({ ...used, successorUsed: true }, in_(0.1), 'her phone')).toBe('REUSED');
  });
});
