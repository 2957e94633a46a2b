import { Turns } from './turns';

/** Work that ends when told. */
function held() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => done, end: () => end() };
}

it('lets them begin in the order they came, one at a time, whether those before failed or not', async () => {
  const turns = new Turns();
  const begun: number[] = [];
  let atOnce = 0;
  const file = (n: number) =>
    turns.run('street', async () => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      begun.push(n);
      await Promise.resolve();
      atOnce -= 1;
      if (n % 2 === 1) throw new Error(`no ${n}`);
      return n;
    });
  const all = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => file(n)));
  expect(begun).toEqual(Array.from({ length: 50 }, (_, n) => n));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  await expect(file(50)).resolves.toBe(50);
});

it('keeps nobody waiting for another street', async () => {
  const turns = new Turns();
  const first = held();
  const busy = turns.run('A', first.work);
  await expect(turns.run('B', async () => 'through')).resolves.toBe('through');
  first.end();
  await busy;
});

it('refuses who has waited too long, and the next one comes all the same', async () => {
  const turns = new Turns(1);
  const first = held();
  const busy = turns.run('A', first.work);
  await expect(turns.run('A', async () => 'late')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const patient = turns.run('A', async () => 'in time');
  first.end();
  await busy;
  await expect(patient).resolves.toBe('in time');
});
