import Taro from '@tarojs/taro';
import { withTimeout } from './timeout';

/** A point as it came, with the datum it came in: phones in WeChat give GCJ-02, browsers WGS-84. */
export interface LocatedPoint {
  lat: number;
  lng: number;
  datum: 'WGS84' | 'GCJ02';
}

/** The datum positions and outlines are spoken of in on this build. */
export const MAP_DATUM = process.env.TARO_ENV === 'weapp' ? 'GCJ02' : 'WGS84';

const WAIT_MS = 12_000;
const NO_LOCATION = '没有取到定位。请检查定位权限,或改用网格编号、文字说明地点';

/** Where the phone is now. Rejects with a Chinese text the page can show as it is. */
export async function currentLocation(): Promise<LocatedPoint> {
  const datum = MAP_DATUM;
  const type = datum === 'GCJ02' ? 'gcj02' : 'wgs84';
  try {
    const fix = await withTimeout(Taro.getLocation({ type }), WAIT_MS, () => new Error('timeout'));
    if (!Number.isFinite(fix.latitude) || !Number.isFinite(fix.longitude)) throw new Error('empty fix');
    return { lat: fix.latitude, lng: fix.longitude, datum };
  } catch {
    // Denied, switched off and timed out look alike to the person: the way out is the same.
    throw new Error(NO_LOCATION);
  }
}
