import { clustersOf, NEAREST } from './clusters';
import type { MapPoint } from './grid-map.types';

const WORLD: [number, number, number, number] = [-180, -85, 180, 85];
const at = (id: string, lat: number, lng: number, tone?: MapPoint['tone']): MapPoint => ({
  id,
  label: id,
  at: { lat, lng },
  ...(tone === undefined ? {} : { tone }),
});
const DOOR = [31.8395, 117.2334] as const;
const points = [at('a', ...DOOR), at('b', ...DOOR), at('c', 31.8401, 117.2341), at('far', 31.86, 117.28)];
const told = (zoom: number, selected: string | null = null, of: readonly MapPoint[] = points) =>
  clustersOf(of, selected)(WORLD, zoom)
    .map((one) => ('point' in one ? one.point.id : one.points.map(({ id }) => id).join('+')))
    .sort();

describe('points too close to be told apart', () => {
  it('are one from afar and part as one comes nearer; those at the same place never', () => {
    expect(told(8)).toEqual(['a+b+c+far']);
    expect(told(15)).toEqual(['a+b+c', 'far']);
    expect(told(19)).toEqual(['a+b', 'c', 'far']);
    expect(told(NEAREST)).toEqual(['a+b', 'c', 'far']);
  });

  it('say where they part, or that they do not', () => {
    const parts = (zoom: number) =>
      clustersOf(points, null)(WORLD, zoom).flatMap((one) => ('points' in one ? [one.parts] : []));
    expect(parts(NEAREST)).toEqual([null]);
    const [from] = parts(15);
    expect(told((from ?? 0) - 1)).toEqual(['a+b+c', 'far']);
    expect(told(from ?? 0)).toContain('c');
  });

  it('never hide the one that is looked at, nor the place that is being set', () => {
    expect(told(8, 'b')).toEqual(['a+c+far', 'b']);
    expect(told(8, null, [...points, at('here', ...DOOR, 'self')])).toEqual(['a+b+c+far', 'here']);
  });
});
