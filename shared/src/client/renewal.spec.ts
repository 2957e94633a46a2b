import type { Me, SessionTokens } from '../index.ts';
import { ApiError, networkError } from './errors.ts';
import { type KeptSession, makeRenewal, type SessionStore } from './renewal.ts';

const ME: Me = { personId: 'P1', name: '王秀兰', staff: false, roles: [], permissions: [], street: null };
const session = (token: string, refreshToken?: string): KeptSession => ({ token, refreshToken, me: ME });
const tokens = (n: number): SessionTokens => ({ token: `T-${n}`, refreshToken: `R-${n}`, expiresAt: '' });
const expired = () => new ApiError('SESSION_EXPIRED', '登录已过期', 401);

function memory(now: KeptSession | null, device: KeptSession | null = now) {
  const held = { now, device };
  const store: SessionStore = {
    current: () => held.now,
    onDevice: () => held.device,
    keep: (next) => {
      held.now = held.device = next;
    },
    drop: (token) => {
      if (held.now?.token === token) held.now = held.device = null;
    },
  };
  return { held, store };
}

/** Answers by script; an error is thrown. Remembers what was presented. */
function server(...script: (SessionTokens | Error)[]) {
  const presented: string[] = [];
  const ask = async (refreshToken: string) => {
    presented.push(refreshToken);
    const next = script.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often');
    return next;
  };
  return { presented, ask };
}

describe('renewing the session', () => {
  it('takes the new tokens, once for all who ask meanwhile', async () => {
    const { held, store } = memory(session('T-1', 'R-1'));
    const { presented, ask } = server(tokens(2));
    const renew = makeRenewal(store, ask);
    expect(await Promise.all([renew('T-1'), renew('T-1'), renew('T-1')])).toEqual([true, true, true]);
    expect(presented).toEqual(['R-1']);
    expect(held.device).toEqual(session('T-2', 'R-2'));
    expect(await renew('T-1')).toBe(true);
    expect(presented).toEqual(['R-1']);
  });

  it('presents the same token again when an answer was lost', async () => {
    const { held, store } = memory(session('T-1', 'R-1'));
    const { presented, ask } = server(networkError(), networkError(), tokens(2));
    expect(await makeRenewal(store, ask)('T-1')).toBe(true);
    expect(presented).toEqual(['R-1', 'R-1', 'R-1']);
    expect(held.now?.token).toBe('T-2');
  });

  it('keeps the session when the server cannot be reached', async () => {
    const { held, store } = memory(session('T-1', 'R-1'));
    const { ask } = server(networkError(), networkError(), networkError());
    await expect(makeRenewal(store, ask)('T-1')).rejects.toThrow('网络不通');
    expect(held.now?.token).toBe('T-1');
  });

  it('forgets a session that has ended, or that has nothing to renew it with', async () => {
    const ended = memory(session('T-1', 'R-1'));
    expect(await makeRenewal(ended.store, server(expired()).ask)('T-1')).toBe(false);
    expect(ended.held.device).toBeNull();
    const old = memory(session('T-1'));
    expect(await makeRenewal(old.store, server().ask)('T-1')).toBe(false);
    expect(old.held.now).toBeNull();
  });

  it('takes over what another tab renewed', async () => {
    const { held, store } = memory(session('T-1', 'R-1'), session('T-2', 'R-2'));
    expect(await makeRenewal(store, server().ask)('T-1')).toBe(true);
    expect(held.now?.token).toBe('T-2');
  });

  it('lets a sign-out during the renewal stand', async () => {
    const { held, store } = memory(session('T-1', 'R-1'));
    const ask = async () => {
      held.now = held.device = null;
      return tokens(2);
    };
    expect(await makeRenewal(store, ask)('T-1')).toBe(false);
    expect(held.now).toBeNull();
  });
});
