import Taro from '@tarojs/taro';

/** A JSON value kept on the device (drafts, session). Bad or missing content reads as null. */
export function readStored<T>(key: string): T | null {
  const raw: unknown = Taro.getStorageSync(key);
  if (typeof raw !== 'string' || raw === '') return null;
  try {
    return JSON.parse(raw) as T;
  } catch {
    return null; // written by an older version or cut short: the same as never written
  }
}

export function writeStored(key: string, value: unknown): void {
  Taro.setStorageSync(key, JSON.stringify(value));
}

export function dropStored(key: string): void {
  Taro.removeStorageSync(key);
}

/** As `writeStored`; false when the device has no room for it. */
export function tryStore(key: string, value: unknown): boolean {
  try {
    writeStored(key, value);
    return true;
  } catch {
    return false;
  }
}

/** All keys that begin with `prefix`. */
export function storedKeys(prefix: string): string[] {
  return Taro.getStorageInfoSync().keys.filter((key) => key.startsWith(prefix));
}
