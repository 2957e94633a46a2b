/** How large the elder view (长辈版) writes; `off` is the ordinary view. */
export type ElderSize = 'off' | 'large' | 'larger' | 'largest';

/** The sizes of the elder view with their names, in the order drawn: main text of 18, 24 and 30 px. */
export const ELDER_SIZES = { large: '大', larger: '特大', largest: '最大' } as const;

/** What WeChat tells of the phone's own font; both are missing on old versions. */
export interface SystemFont {
  /** Pixels; 17 is WeChat's standard size. */
  fontSizeSetting?: number;
  /** Times the standard size. */
  fontSizeScaleFactor?: number;
}

const STANDARD_PX = 17;
/** Times the standard size from which each size is chosen, the largest first. */
const STEPS = [
  [1.6, 'largest'],
  [1.35, 'larger'],
  [1.15, 'large'],
] as const;

/** The size to begin with on a phone whose owner never chose one: whoever set a large font needs it here too. */
export function elderBySystem({ fontSizeSetting, fontSizeScaleFactor }: SystemFont): ElderSize {
  const scale = Math.max(fontSizeScaleFactor ?? 0, (fontSizeSetting ?? 0) / STANDARD_PX);
  return STEPS.find(([from]) => scale >= from)?.[1] ?? 'off';
}

/** A choice kept on the device; null when nothing readable is kept. */
export function elderFromStored(kept: unknown): ElderSize | null {
  const known = ['off', ...Object.keys(ELDER_SIZES)] as ElderSize[];
  return known.find((size) => size === kept) ?? null;
}

/** Classes of a page's root, '' in the ordinary view; the token sheet sets its variables by them. */
export function elderClass(size: ElderSize): string {
  return size === 'off' ? '' : `yh-elder yh-elder--${size}`;
}

/** What the switch turns to: on begins with the smallest size of the elder view. */
export function elderToggled(size: ElderSize): ElderSize {
  return size === 'off' ? 'large' : 'off';
}
