import Taro from '@tarojs/taro';

/** A photo on this device that can be shown at once and uploaded. `path` is a temp path or a blob URL. */
export interface LocalPhoto {
  path: string;
  name: string;
}

/** Lets the person take or choose up to `count` photos; an empty list when they closed the chooser. */
export function choosePhotos(count: number): Promise<LocalPhoto[]> {
  return process.env.TARO_ENV === 'h5' ? choosePhotosH5(count) : choosePhotosWeapp(count);
}

async function choosePhotosWeapp(count: number): Promise<LocalPhoto[]> {
  try {
    const { tempFiles } = await Taro.chooseMedia({
      count,
      mediaType: ['image'],
      sourceType: ['album', 'camera'],
      sizeType: ['compressed'],
    });
    return tempFiles.map(({ tempFilePath }) => ({ path: tempFilePath, name: fileName(tempFilePath) }));
  } catch (e) {
    if (isCancel(e)) return [];
    throw e;
  }
}

/** Taro's own H5 chooser puts an action sheet in front on phones; the browser's file input needs none. */
function choosePhotosH5(count: number): Promise<LocalPhoto[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/*';
    input.multiple = count > 1;
    input.style.display = 'none';
    const finish = (files: File[]) => {
      input.remove();
      resolve(files.slice(0, count).map((file) => ({ path: URL.createObjectURL(file), name: file.name })));
    };
    input.addEventListener('change', () => finish([...(input.files ?? [])]));
    input.addEventListener('cancel', () => finish([]));
    document.body.append(input);
    input.click();
  });
}

const KEEPSAKE_PX = 200;

/**
 * A picture of the photo that outlives the page: temp paths in WeChat stay for the visit (undefined), a browser's
 * blob links die with the page, so a small copy is drawn. Undefined when the browser cannot draw the file.
 */
export async function keepsake(path: string): Promise<string | undefined> {
  if (process.env.TARO_ENV !== 'h5') return undefined;
  try {
    const picture = new Image();
    picture.src = path;
    await picture.decode();
    const scale = KEEPSAKE_PX / Math.min(picture.naturalWidth, picture.naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = KEEPSAKE_PX;
    canvas.height = KEEPSAKE_PX;
    const [width, height] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
    const left = (KEEPSAKE_PX - width) / 2;
    canvas.getContext('2d')?.drawImage(picture, left, (KEEPSAKE_PX - height) / 2, width, height);
    return canvas.toDataURL('image/jpeg', 0.6);
  } catch {
    return undefined; // HEIC and the like: the photo is safe on the server, only its small picture is missing
  }
}

/** Opens the photos full screen, starting at `current`. */
export async function previewPhotos(urls: string[], current: string): Promise<void> {
  await Taro.previewImage({ urls, current }).catch(() => undefined);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || 'photo.jpg';
}

function isCancel(e: unknown): boolean {
  return typeof e === 'object' && e !== null && 'errMsg' in e && /cancel/i.test(String(e.errMsg));
}
