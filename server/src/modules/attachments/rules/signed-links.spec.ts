import * as fc from 'fast-check';
import { SignedLinks, secondsLeft, VARIANTS } from './signed-links';

const links = new SignedLinks(Buffer.alloc(32, 7));
const ID = '01JD8Z6V3N5Q0R2S4T6V8W0X2Y';
const NOON = '2026-11-22T04:00:00.000Z';

function partsOf(url: string) {
  const parsed = new URL(url, 'http://localhost');
  const [, , id = '', variant = ''] = parsed.pathname.split('/');
  return {
    id,
    variant,
    exp: parsed.searchParams.get('exp') ?? '',
    sig: parsed.searchParams.get('sig') ?? '',
  };
}

it('a link opens what it was made for', () => {
  for (const variant of VARIANTS) {
    expect(links.verify(partsOf(links.sign(ID, variant, NOON)), NOON)).toBe('ok');
  }
});

it.each([
  ['2026-11-22T04:00:00.000Z', '2026-11-22T05:00:00.000Z'],
  ['2026-11-22T04:29:59.999Z', '2026-11-22T05:00:00.000Z'],
  ['2026-11-22T04:30:00.000Z', '2026-11-22T05:30:00.000Z'],
])('signed at %s it ends at %s', (now, end) => {
  const parts = partsOf(links.sign(ID, 'main', now));
  expect(new Date(Number(parts.exp) * 1000).toISOString()).toBe(end);
  const before = new Date(Date.parse(end) - 1000).toISOString();
  expect([links.verify(parts, before), links.verify(parts, end)]).toEqual(['ok', 'expired']);
  expect([secondsLeft(parts.exp, before), secondsLeft(parts.exp, end)]).toEqual([1, 0]);
});

it('is the same address for the whole half hour, so that caches work', () => {
  expect(links.sign(ID, 'main', '2026-11-22T04:29:59.999Z')).toBe(links.sign(ID, 'main', NOON));
});

it.each([
  ['another photo', { id: '01JD8Z6V3N5Q0R2S4T6V8W0X2Z' }],
  ['the other variant', { variant: 'thumb' }],
  ['a later end', { exp: '9999999999' }],
  ['no end', { exp: '' }],
  ['an end that is no number', { exp: 'NaN' }],
  ['no signature', { sig: '' }],
  ['a shorter signature', { sig: 'AAAA' }],
  ['a signature in wide characters', { sig: '照'.repeat(43) }],
])('%s is bad, never merely expired', (_, change) => {
  const parts = { ...partsOf(links.sign(ID, 'main', NOON)), ...change };
  expect(links.verify(parts, NOON)).toBe('bad');
  expect(links.verify(parts, '2030-01-01T00:00:00.000Z')).toBe('bad');
});

it('a link of another key is bad; a weak key is refused', () => {
  const others = new SignedLinks(Buffer.alloc(32, 8));
  expect(others.verify(partsOf(links.sign(ID, 'main', NOON)), NOON)).toBe('bad');
  expect(() => new SignedLinks(Buffer.alloc(16))).toThrow('too short');
});

it('moving characters between the parts never keeps a signature', () => {
  const one = partsOf(links.sign(ID, 'main', NOON));
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (id, variant, exp) => {
      fc.pre(id !== one.id || variant !== one.variant || exp !== one.exp);
      expect(links.verify({ id, variant, exp, sig: one.sig }, NOON)).toBe('bad');
    }),
  );
  expect(links.verify({ ...one, id: `${ID}m`, variant: 'ain' }, NOON)).toBe('bad');
});
