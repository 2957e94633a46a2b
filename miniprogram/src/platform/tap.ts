import Taro from '@tarojs/taro';

interface TapLike {
  changedTouches?: ArrayLike<{ clientX: number; clientY: number }>;
  clientX?: number;
  clientY?: number;
  detail?: { x?: number; y?: number };
}

/** Where inside the element `id` a tap fell, as shares of its width and height (0–1); null when unknown. */
export async function tapShare(event: unknown, id: string): Promise<{ x: number; y: number } | null> {
  const tap = event as TapLike;
  const touch = tap.changedTouches?.[0] ?? tap;
  // a finger says where in the window; without one (a mouse on the desktop's WeChat) the event itself does
  const x = touch.clientX ?? tap.detail?.x;
  const y = touch.clientY ?? tap.detail?.y;
  const box = await boxOf(id);
  if (!box || box.width === 0 || box.height === 0 || x === undefined || y === undefined) return null;
  return { x: (x - box.left) / box.width, y: (y - box.top) / box.height };
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

function boxOf(id: string): Promise<Box | null> {
  if (process.env.TARO_ENV === 'h5') {
    return Promise.resolve(document.getElementById(id)?.getBoundingClientRect() ?? null);
  }
  return new Promise((resolve) => {
    Taro.createSelectorQuery()
      .select(`#${id}`)
      .boundingClientRect((rect) => resolve(rect && !Array.isArray(rect) ? rect : null))
      .exec();
  });
}
