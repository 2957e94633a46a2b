/** What a screen reader should say of a part that is not a native control. */
export interface Spoken {
  role?:
    | 'button'
    | 'radio'
    | 'checkbox'
    | 'alert'
    | 'status'
    | 'heading'
    | 'list'
    | 'listitem'
    | 'dialog'
    | 'img';
  label?: string;
  hidden?: boolean;
  live?: 'polite' | 'assertive';
  checked?: boolean;
  disabled?: boolean;
  modal?: boolean;
}

const TAPPED: readonly string[] = ['button', 'radio', 'checkbox'];

/** Attributes for a Taro component: WeChat reads `aria-role`, browsers read `role`. */
export function spoken(s: Spoken): Record<string, string | boolean> {
  const out: Record<string, string | boolean> = {};
  if (s.role) {
    if (process.env.TARO_ENV === 'h5') {
      out.role = s.role;
      if (TAPPED.includes(s.role)) out.tabindex = '0'; // the keyboard reaches it; h5-frame makes Enter a tap
    } else out['aria-role'] = s.role;
  }
  for (const key of ['label', 'hidden', 'live', 'checked', 'disabled', 'modal'] as const) {
    const value = s[key];
    if (value !== undefined) out[`aria-${key}`] = typeof value === 'boolean' ? String(value) : value;
  }
  return out;
}
