import { elderBySystem, elderClass, elderFromStored, elderToggled } from './elder.ts';

describe('elder view', () => {
  it.each([
    [{}, 'off'],
    [{ fontSizeSetting: 16 }, 'off'],
    [{ fontSizeSetting: 17, fontSizeScaleFactor: 1 }, 'off'],
    [{ fontSizeSetting: 19 }, 'off'],
    [{ fontSizeSetting: 20 }, 'large'],
    [{ fontSizeSetting: 23 }, 'larger'],
    [{ fontSizeSetting: 28 }, 'largest'],
    [{ fontSizeScaleFactor: 1.15 }, 'large'],
    [{ fontSizeSetting: 17, fontSizeScaleFactor: 1.4 }, 'larger'],
    [{ fontSizeScaleFactor: 3 }, 'largest'],
    [{ fontSizeSetting: Number.NaN }, 'off'],
  ] as const)('begins on a phone with the font %j as %s', (font, size) => {
    expect(elderBySystem(font)).toBe(size);
  });

  it('reads back only what it writes', () => {
    expect(['off', 'large', 'larger', 'largest'].map(elderFromStored)).toEqual([
      'off',
      'large',
      'larger',
      'largest',
    ]);
    expect([null, undefined, '', 'huge', 'toString', 24, true].map(elderFromStored)).toEqual(
      Array(7).fill(null),
    );
  });

  it('marks the page root by its size, and the ordinary view by nothing', () => {
    expect(elderClass('off')).toBe('');
    expect(elderClass('largest')).toBe('yh-elder yh-elder--largest');
  });

  it('switches on at the first size and off from any', () => {
    expect(elderToggled('off')).toBe('large');
    expect(elderToggled('largest')).toBe('off');
  });
});
