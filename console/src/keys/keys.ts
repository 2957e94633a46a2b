/** One thing a key does on the screen that is open. */
export interface KeyBinding {
  /** As KeyboardEvent.key says it, letters in lower case; `ctrl+k`, `shift+enter` with modifiers. */
  key: string;
  /** What it does, for the help and the command box. */
  label: string;
  run: () => void;
  /** Works in a text field too; for keys with a modifier and Escape. */
  inFields?: boolean;
  /** While false the key is not listed and does nothing. */
  active?: boolean;
}

/** What of an event decides whether it is ours. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

const IME_BUSY = 229;

/** `ctrl+k` of a press; null while an input method is composing, whatever key it swallows. */
export function pressName(press: KeyPress): string | null {
  if (press.isComposing || press.keyCode === IME_BUSY || press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // What shift makes of a sign (?) is the sign itself; with letters and named keys it is a modifier.
  const isNamed = press.key.length > 1 || /[a-z]/.test(key);
  const parts = [press.ctrlKey || press.metaKey ? 'ctrl' : '', press.shiftKey && isNamed ? 'shift' : '', key];
  return parts.filter((part) => part !== '').join('+');
}

/** The binding a press belongs to: the one registered last wins. */
export function bindingFor(
  press: KeyPress,
  bindings: readonly KeyBinding[],
  inField: boolean,
): KeyBinding | undefined {
  const name = pressName(press);
  if (name === null) return undefined;
  return bindings.findLast(
    ({ key, active, inFields }) =>
      active !== false && key.toLowerCase() === name.toLowerCase() && (!inField || inFields === true),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  arrowdown: '↓',
  arrowup: '↑',
  enter: 'Enter',
  escape: 'Esc',
  ctrl: 'Ctrl',
  shift: 'Shift',
};

/** How a key is printed: `Ctrl+K`. */
export function keyText(key: string): string {
  return key
    .split('+')
    .map((part) => WORDS[part.toLowerCase()] ?? part.toUpperCase())
    .join('+');
}
