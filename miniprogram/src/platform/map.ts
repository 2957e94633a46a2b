import Taro from '@tarojs/taro';
import type { GeoPoint } from '@yihu/shared';
import { toGcj02 } from '../view/datum';

/** Whether this build can open a map to be led there. */
export const CAN_NAVIGATE = process.env.TARO_ENV === 'weapp';

/** Opens WeChat's map at the point. */
export async function openMap(point: GeoPoint, name: string, address: string): Promise<void> {
  if (process.env.TARO_ENV !== 'weapp') return;
  const [latitude, longitude] = toGcj02(point);
  await Taro.openLocation({ latitude, longitude, name: name.slice(0, 20), address, scale: 18 });
}
