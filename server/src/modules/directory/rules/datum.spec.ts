import fc from 'fast-check';
import { isConverted, isPointInRange, toGcj02, toWgs84 } from './datum';

const inChina = fc.record({
  lng: fc.double({ min: 73.5, max: 135.1, noNaN: true }),
  lat: fc.double({ min: 3.4, max: 53.6, noNaN: true }),
});
const METRE = 1 / 111_320;

describe('datum', () => {
  it('shifts a point in Hefei by some 500 m, and back to within a metre', () => {
    const there = toGcj02([117.25, 31.84]);
    const shift = Math.hypot((there[0] - 117.25) * 0.85, there[1] - 31.84) / METRE;
    expect(shift).toBeGreaterThan(300);
    expect(shift).toBeLessThan(800);
    const back = toWgs84({ lng: there[0], lat: there[1], datum: 'GCJ02' });
    expect(Math.hypot(back.lng - 117.25, back.lat - 31.84)).toBeLessThan(METRE);
  });

  it('comes back to within 1 m from anywhere in China', () => {
    fc.assert(
      fc.property(inChina, ({ lng, lat }) => {
        const [glng, glat] = toGcj02([lng, lat]);
        const back = toWgs84({ lng: glng, lat: glat, datum: 'GCJ02' });
        return Math.abs(back.lng - lng) < 1e-5 && Math.abs(back.lat - lat) < 1e-5;
      }),
    );
  });

  it('keeps WGS-84 numbers to 6 decimals, and points outside China whatever their datum', () => {
    expect(toWgs84({ lng: 117.12345649, lat: 31.1, datum: 'WGS84' })).toEqual({ lng: 117.123456, lat: 31.1 });
    for (const [lng, lat] of [
      [-73.98, 40.75],
      [2.35, 48.85],
      [151.2, -33.86],
      [0, 0],
    ] as const) {
      expect(toWgs84({ lng, lat, datum: 'GCJ02' })).toEqual({ lng, lat });
      expect(toGcj02([lng, lat])).toEqual([lng, lat]);
    }
    expect(Object.is(toWgs84({ lng: -0.0000001, lat: 0, datum: 'WGS84' }).lng, 0)).toBe(true);
  });

  // The library's own loop never ends for these: the test would hang if they reached it.
  it('ends for points on the edge of the library’s box', () => {
    const edges: [number, number][] = [
      [72.005, 30],
      [72.0041, 30],
      [137.8346, 35],
      [100, 0.83],
      [100, 55.827],
    ];
    for (const [lng, lat] of edges) {
      expect(isConverted(lng, lat)).toBe(false);
      expect(toWgs84({ lng, lat, datum: 'GCJ02' })).toEqual({ lng, lat });
    }
  });

  it('ends for every point of the earth', () => {
    const anywhere = fc.record({
      lng: fc.double({ min: -180, max: 180, noNaN: true }),
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
    });
    const rim = fc.record({
      lng: fc.constantFrom(72.5, 137.5, 72.500001, 137.499999),
      lat: fc.double({ min: 1.5, max: 55.5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.oneof(anywhere, rim), ({ lng, lat }) => {
        const pair = toWgs84({ lng, lat, datum: 'GCJ02' });
        return (
          Number.isFinite(pair.lng) && Math.abs(pair.lng - lng) < 0.02 && Math.abs(pair.lat - lat) < 0.02
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('knows which numbers are no place on earth', () => {
    expect(isPointInRange({ lat: 90, lng: -180 })).toBe(true);
    expect(isPointInRange({ lat: 90.0001, lng: 0 })).toBe(false);
    expect(isPointInRange({ lat: 0, lng: 180.0001 })).toBe(false);
    expect(isPointInRange({ lat: Number.NaN, lng: 0 })).toBe(false);
  });
});
