import Taro from '@tarojs/taro';

// WeChat may clear temporary files when it is left, a browser forgets blob links with the page: photos that are not
// on the server yet are copied to where they stay. Names begin with the time in ms they were taken in at.

const PREFIX = 'yihu-photo-';
const SUFFIX = '.jpg'; // for the viewer's sake; the server looks at the bytes
const STORE = 'photos';

/** Copies the file so that it outlives the visit; the path to show it by from now on. Null: the phone has no room. */
export async function keepFile(key: string, path: string): Promise<string | null> {
  try {
    if (process.env.TARO_ENV === 'h5') {
      const blob = await (await fetch(path)).blob();
      await inStore('readwrite', (store) => store.put(blob, key));
      return path;
    }
    await fileCall('copyFile', { srcPath: path, destPath: keptPath(key) });
    return keptPath(key);
  } catch {
    return null; // no room or no permission: the person is told what is not kept
  }
}

/** A path the kept file can be shown and uploaded from now; null when it is not there any more. */
export async function findKept(key: string): Promise<string | null> {
  try {
    if (process.env.TARO_ENV === 'h5') {
      const blob = await inStore<unknown>('readonly', (store) => store.get(key));
      return blob instanceof Blob ? URL.createObjectURL(blob) : null;
    }
    await fileCall('access', { path: keptPath(key) });
    return keptPath(key);
  } catch {
    return null;
  }
}

export async function dropFiles(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (process.env.TARO_ENV === 'h5') {
      await inStore('readwrite', (store) => store.delete(key)).catch(() => undefined);
    } else {
      await fileCall('unlink', { filePath: keptPath(key) }).catch(() => undefined);
    }
  }
}

/** Keys of everything kept. */
export async function keptFiles(): Promise<string[]> {
  try {
    if (process.env.TARO_ENV === 'h5') {
      return (await inStore<IDBValidKey[]>('readonly', (store) => store.getAllKeys())).map(String);
    }
    const { files } = await fileCall<{ files: string[] }>('readdir', { dirPath: Taro.env.USER_DATA_PATH });
    return files
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length, -SUFFIX.length));
  } catch {
    return [];
  }
}

const keptPath = (key: string) => `${Taro.env.USER_DATA_PATH}/${PREFIX}${key}${SUFFIX}`;

type FileCall = 'copyFile' | 'access' | 'unlink' | 'readdir';

/** WeChat's file manager knows callbacks only. */
function fileCall<T>(name: FileCall, options: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const files = Taro.getFileSystemManager() as unknown as Record<FileCall, (options: object) => void>;
    files[name]({ ...options, success: resolve, fail: reject });
  });
}

function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('yihu', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const action = db.transaction(STORE, mode);
      const asked = work(action.objectStore(STORE));
      action.oncomplete = () => {
        db.close();
        resolve(asked.result as T);
      };
      action.onabort = () => {
        db.close();
        reject(action.error); // also when the disk is full
      };
    };
  });
}
