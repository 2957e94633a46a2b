import { bindingFor, type KeyBinding, type KeyPress, keyText, pressName } from './keys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});
const binding = (key: string, more: Partial<KeyBinding> = {}): KeyBinding => ({
  key,
  label: key,
  run: () => undefined,
  ...more,
});

describe('keys', () => {
  it.each([
    ['j', press('j'), 'j'],
    ['caps lock', press('J'), 'j'],
    ['shift with a letter', press('J', { shiftKey: true }), 'shift+j'],
    ['a sign made with shift', press('?', { shiftKey: true }), '?'],
    ['control', press('k', { ctrlKey: true }), 'ctrl+k'],
    ['command on a Mac', press('k', { metaKey: true }), 'ctrl+k'],
    ['a named key', press('Enter', { ctrlKey: true }), 'ctrl+Enter'],
  ])('knows %s', (_, given, name) => {
    expect(pressName(given)).toBe(name);
  });

  it('leaves the input method alone while it composes', () => {
    expect(pressName(press('j', { isComposing: true }))).toBeNull();
    expect(pressName(press('Process', { keyCode: 229 }))).toBeNull();
  });

  it('gives a press to the binding registered last that is active', () => {
    const [list, sheet, off] = [binding('Enter'), binding('Enter'), binding('Enter', { active: false })];
    expect(bindingFor(press('Enter'), [list, sheet, off], false)).toBe(sheet);
    expect(bindingFor(press('x'), [list], false)).toBeUndefined();
  });

  it('types letters into a field and lets only marked keys through', () => {
    const [accept, palette] = [binding('a'), binding('ctrl+k', { inFields: true })];
    expect(bindingFor(press('a'), [accept, palette], true)).toBeUndefined();
    expect(bindingFor(press('k', { ctrlKey: true }), [accept, palette], true)).toBe(palette);
  });

  it('prints them', () => {
    expect([keyText('ctrl+k'), keyText('ArrowDown'), keyText('/')]).toEqual(['Ctrl+K', '↓', '/']);
  });
});
