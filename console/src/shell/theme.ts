import { theme as antd, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

const KEY = 'yihu.desk.theme';
/** What a person chose; `system` follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice);
  for (const listener of listeners) listener();
}

export const isDark = (): boolean => (themeChoice() === 'system' ? dark.matches : themeChoice() === 'dark');

export function useIsDark(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    dark.addEventListener('change', listener);
    return () => {
      listeners.delete(listener);
      dark.removeEventListener('change', listener);
    };
  }, isDark);
}

const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif';

/**
 * Close together, but no smaller: antd's own compact look would also take every letter down to 12 px, which nobody
 * reads for eight hours.
 */
const dense: typeof antd.compactAlgorithm = (seed, before) => {
  const whole = before ?? antd.defaultAlgorithm(seed);
  const { fontSize, fontSizeLG, fontSizeXL, lineHeight, lineHeightLG } = whole;
  const letters = { fontSize, fontSizeLG, fontSizeXL, lineHeight, lineHeightLG };
  // What stands beside the text: a step down, not two.
  return { ...antd.compactAlgorithm(seed, whole), ...letters, fontSizeSM: fontSize - 1, controlHeightSM: 24 };
};

/** The desk's look. The only place of literal colours; text on them reaches 4.5:1 in both. */
export function themeOf(isDarkNow: boolean): ThemeConfig {
  return {
    algorithm: [isDarkNow ? antd.darkAlgorithm : antd.defaultAlgorithm, dense],
    token: {
      fontFamily: FONTS,
      fontSize: 14,
      colorPrimary: isDarkNow ? '#4f9cff' : '#0b5bd3',
      colorInfo: isDarkNow ? '#4f9cff' : '#0b5bd3',
      // Under the mouse it turns darker, not paler: its words stay readable.
      colorPrimaryHover: isDarkNow ? '#6fb0ff' : '#0a4fb8',
      colorLink: isDarkNow ? '#6fb0ff' : '#0b5bd3',
      colorLinkHover: isDarkNow ? '#9cc8ff' : '#0a4fb8',
      colorError: isDarkNow ? '#ff7875' : '#c4281c',
      colorWarning: isDarkNow ? '#ffb340' : '#9a5b00',
      colorSuccess: isDarkNow ? '#5fcf7b' : '#1a7f37',
      colorTextSecondary: isDarkNow ? 'rgba(255,255,255,0.75)' : 'rgba(0,0,0,0.72)',
      colorTextTertiary: isDarkNow ? 'rgba(255,255,255,0.65)' : 'rgba(0,0,0,0.62)',
      colorTextDescription: isDarkNow ? 'rgba(255,255,255,0.68)' : 'rgba(0,0,0,0.64)',
      colorTextPlaceholder: isDarkNow ? 'rgba(255,255,255,0.6)' : 'rgba(0,0,0,0.6)',
      // What is derived from so dark an amber or green is mud.
      ...(isDarkNow
        ? {}
        : {
            colorWarningBg: '#fff7e6',
            colorWarningBorder: '#e3c17c',
            colorSuccessBg: '#eefaf1',
            colorSuccessBorder: '#9bcfa9',
            colorErrorBg: '#fff1f0',
            colorErrorBorder: '#f0b4ae',
          }),
      borderRadius: 6,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      // All that a clerk may do is in sight at 768 px.
      Menu: {
        itemHeight: 27,
        itemMarginBlock: 1,
        groupTitleLineHeight: '18px',
        itemSelectedColor: isDarkNow ? '#9cc8ff' : '#0a4fb8',
      },
      // On the paler buttons of the dark white would not reach 4.5:1.
      Button: {
        primaryColor: isDarkNow ? '#06121f' : '#ffffff',
        dangerColor: isDarkNow ? '#1f0606' : '#ffffff',
      },
    },
    cssVar: { key: 'yihu' },
  };
}

/** Colours of the five lights, for bars and dots; never without an icon and a word beside them. */
export const LIGHT_COLORS = {
  calm: { light: '#666666', dark: '#a6a6a6' },
  plan: { light: '#0b5bd3', dark: '#6fb0ff' },
  soon: { light: '#8a6100', dark: '#ffd666' },
  urgent: { light: '#b8460e', dark: '#ff9c6e' },
  late: { light: '#c4281c', dark: '#ff7875' },
  kept: { light: '#1a7f37', dark: '#5fcf7b' },
  missed: { light: '#c4281c', dark: '#ff7875' },
} as const;
