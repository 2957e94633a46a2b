import type { Screen } from './screens.ts';

/** What the page in sight was measured to be. Everything that falls short is named with its text. */
export interface Reading {
  /** The size of the page's own words, in px; those with a class of their own may differ. */
  main: number;
  smallest: number;
  largest: number;
  texts: number;
  targets: number;
  faults: string[];
}

/** What is asked for: px, px, times the font size, and the contrast of WCAG. */
export const ELDER_NEEDS = { font: 18, target: 60, line: 1.3, contrast: 4.5 };

type Needs = typeof ELDER_NEEDS;

/** Runs in the browser: sizes, lines, contrast and overflow as computed, for every word and every target shown. */
const READ = (needs: Needs): Reading => {
  const TARGETS =
    '[role="button"],[role="radio"],[role="checkbox"],[aria-role="button"],[aria-role="radio"],' +
    '[aria-role="checkbox"],button,.yh-input,.yh-textarea';
  const page = [...document.querySelectorAll<HTMLElement>('.yh-page')]
    .filter((each) => each.offsetParent !== null && each.getBoundingClientRect().width > 0)
    .pop();
  if (!page) throw new Error('no page is in sight');
  const faults = new Set<string>();
  const sizes = new Set<number>();
  let texts = 0;

  const channels = (color: string) => {
    const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
    const linear = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
  };
  /** The colours below a word, the nearest first, laid over each other; a picture below it cannot be judged. */
  const ground = (element: Element): number[] | null => {
    const layers: { r: number; g: number; b: number; a: number }[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      layers.push(channels(style.backgroundColor));
      if (layers.at(-1)?.a === 1) break;
    }
    return layers.reduceRight(
      (below, { r, g, b, a }) => [r, g, b].map((value, i) => value * a + (below[i] ?? 255) * (1 - a)),
      [255, 255, 255],
    );
  };
  const contrast = (element: Element) => {
    const below = ground(element);
    if (!below) return 0;
    const { r, g, b } = channels(getComputedStyle(element).color);
    const [low = 0, high = 0] = [luminance([r, g, b]), luminance(below)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const judge = (element: HTMLElement, text: string, boxes: DOMRect[]) => {
    const style = getComputedStyle(element);
    const font = Number.parseFloat(style.fontSize);
    const line = style.lineHeight === 'normal' ? 1.4 : Number.parseFloat(style.lineHeight) / font;
    const ratio = contrast(element);
    sizes.add(font);
    texts += 1;
    if (font < needs.font) faults.add(`font ${font}: ${text}`);
    if (line < needs.line - 0.001) faults.add(`line ${line.toFixed(2)}: ${text}`);
    if (ratio < needs.contrast) faults.add(`contrast ${ratio.toFixed(2)}: ${text}`);
    if (boxes.some(({ left, right }) => left < -0.5 || right > innerWidth + 0.5))
      faults.add(`overflow: ${text}`);
  };

  const words = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode;
    const text = (node.textContent ?? '').trim();
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (text && boxes.length > 0 && node.parentElement) judge(node.parentElement, text.slice(0, 20), boxes);
  }

  let targets = 0;
  for (const target of page.querySelectorAll<HTMLElement>(TARGETS)) {
    const { width, height } = target.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    targets += 1;
    const name = target.id || target.getAttribute('aria-label') || target.textContent || target.className;
    if (Math.min(width, height) < needs.target - 0.5)
      faults.add(`target ${Math.round(width)}×${Math.round(height)}: ${name.slice(0, 20)}`);
    if (target.scrollWidth > target.clientWidth + 1) faults.add(`overflow in target: ${name.slice(0, 20)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.add('the page is wider than the screen');
  return {
    main: Number.parseFloat(getComputedStyle(page).fontSize),
    smallest: Math.min(...sizes),
    largest: Math.max(...sizes),
    texts,
    targets,
    faults: [...faults],
  };
};

/** Measures the page a phone shows now. */
export function read(screen: Screen, needs: Needs = ELDER_NEEDS): Promise<Reading> {
  return screen.page.evaluate(READ, needs);
}
