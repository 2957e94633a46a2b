import { draftKeeper, type Kept } from './draft-keeper';

const KEY = 'order:01KAJ0000000000000000ZZZZZ:approve';

/** A server and a machine of a spec, with the clock in hand. */
function world() {
  const server = new Map<string, Kept>();
  const machine = new Map<string, string>();
  const due: (() => void)[] = [];
  const state = { owner: 'chen', isDown: false, isSilent: false, at: '2026-11-23T01:00:00.000Z' };
  const answer = () => {
    if (state.isSilent) return new Promise<void>(() => undefined);
    return state.isDown ? Promise.reject(new Error('down')) : Promise.resolve();
  };
  const keeper = draftKeeper({
    load: async (key) => {
      await answer();
      return server.get(`${state.owner} ${key}`) ?? null;
    },
    save: async (key, content) => {
      const at = `${state.owner} ${key}`;
      await answer();
      server.set(at, { content, at: state.at });
    },
    drop: async (key) => {
      await answer();
      server.delete(`${state.owner} ${key}`);
    },
    owner: () => state.owner,
    storage: {
      getItem: (name) => machine.get(name) ?? null,
      setItem: (name, text) => void machine.set(name, text),
      removeItem: (name) => void machine.delete(name),
    },
    now: () => state.at,
    later: (work) => {
      due.push(work);
      return () => {
        if (due.includes(work)) due.splice(due.indexOf(work), 1);
      };
    },
  });
  const pass = async () => {
    for (const work of due.splice(0)) work();
    await new Promise((done) => setImmediate(done));
  };
  return { keeper, server, machine, state, pass };
}

describe('a draft', () => {
  it('goes to the server once the hand rests, and is then on this machine no more', async () => {
    const { keeper, server, machine, pass } = world();
    keeper.keep(KEY, { text: '已' });
    keeper.keep(KEY, { text: '已到场' });
    expect(machine.size).toBe(1);
    await pass();
    expect([...server.values()].map(({ content }) => content)).toEqual([{ text: '已到场' }]);
    expect(machine.size).toBe(0);
    expect(await keeper.load(KEY)).toEqual({ text: '已到场' });
  });

  it('survives a server that is away and a session that was ended', async () => {
    const { keeper, server, machine, state, pass } = world();
    state.isDown = true;
    keeper.keep(KEY, { text: '写了一半' });
    await pass();
    expect(machine.size).toBe(1);
    state.owner = '';
    keeper.keep(KEY, { text: '没有人登录' });
    state.owner = 'liu';
    expect(await keeper.load(KEY)).toBeNull();
    Object.assign(state, { owner: 'chen', isDown: false });
    expect(await keeper.load(KEY)).toEqual({ text: '写了一半' });
    await pass();
    expect([server.size, machine.size]).toEqual([1, 0]);
  });

  it('is the later of the two when another machine wrote as well', async () => {
    const { keeper, server, state } = world();
    keeper.keep(KEY, { text: '这台' });
    server.set(`chen ${KEY}`, { content: { text: '那台' }, at: '2026-11-23T02:00:00.000Z' });
    expect(await keeper.load(KEY)).toEqual({ text: '那台' });
    state.at = '2026-11-23T03:00:00.000Z';
    keeper.keep(KEY, { text: '又在这台' });
    expect(await keeper.load(KEY)).toEqual({ text: '又在这台' });
  });

  it('changed while it was being sent stays until that is sent too', async () => {
    const { keeper, machine, state, pass } = world();
    keeper.keep(KEY, { text: '一' });
    const sending = pass();
    state.at = '2026-11-23T01:00:01.000Z';
    keeper.keep(KEY, { text: '二' });
    await sending;
    expect(machine.size).toBe(1);
    await pass();
    expect(machine.size).toBe(0);
    expect(await keeper.load(KEY)).toEqual({ text: '二' });
  });

  it('does not hold a form up while the server says nothing', async () => {
    const { keeper, state, pass } = world();
    state.isSilent = true;
    keeper.keep(KEY, { text: '在这台' });
    const loading = keeper.load(KEY);
    await pass();
    expect(await loading).toEqual({ text: '在这台' });
  });

  it('is gone everywhere once it was sent', async () => {
    const { keeper, server, machine, pass } = world();
    keeper.keep(KEY, { text: '一' });
    await keeper.forget(KEY);
    await pass();
    expect([server.size, machine.size]).toEqual([0, 0]);
  });
});
