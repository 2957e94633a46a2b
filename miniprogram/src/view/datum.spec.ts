import { toGcj02 } from './datum';

it.each([
  [31.82, 117.25],
  [39.9, 116.4],
])('keeps %d,%d that is GCJ-02 already', (lat, lng) => {
  expect(toGcj02({ lat, lng, datum: 'GCJ02' })).toEqual([lat, lng]);
});

it.each([
  [31.82, 117.25, 31.817_991_6, 117.255_480_7],
  [39.9, 116.4, 39.901_403_5, 116.406_242_8],
  [43.8, 87.6, 43.801_212, 87.602_839],
])('shifts %d,%d as the public formula does', (lat, lng, shiftedLat, shiftedLng) => {
  const [y, x] = toGcj02({ lat, lng, datum: 'WGS84' });
  expect(y).toBeCloseTo(shiftedLat, 6);
  expect(x).toBeCloseTo(shiftedLng, 6);
});
