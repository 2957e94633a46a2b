/** One event WeChat would fire on a built-in tag. */
export interface BuiltinEvent {
  target: Element;
  type: 'change' | 'submit';
  detail: { value: unknown };
}

/** What WeChat does by itself when `tapped` is tapped: toggles, choices, labels, form submits. */
export function builtinEffects(tapped: Element): BuiltinEvent[] {
  const control = controlOf(tapped);
  if (!control || control.hasAttribute('disabled')) return [];
  switch (control.localName) {
    case 'switch':
      return [{ target: control, type: 'change', detail: { value: toggle(control) } }];
    case 'checkbox': {
      toggle(control);
      const group = control.closest('checkbox-group');
      if (!group) return [];
      const value = [...group.querySelectorAll('checkbox[checked]')].map(
        (box) => box.getAttribute('value') ?? '',
      );
      return [{ target: group, type: 'change', detail: { value } }];
    }
    case 'radio': {
      const group = control.closest('radio-group');
      if (!group) return [];
      for (const other of group.querySelectorAll('radio')) other.removeAttribute('checked');
      control.setAttribute('checked', '');
      return [{ target: group, type: 'change', detail: { value: control.getAttribute('value') ?? '' } }];
    }
    default:
      return submitOf(control);
  }
}

function controlOf(tapped: Element): Element | null {
  const own = tapped.closest('switch, checkbox, radio, button');
  if (own) return own;
  return tapped.closest('label')?.querySelector('switch, checkbox, radio, button') ?? null;
}

function toggle(control: Element): boolean {
  const on = !control.hasAttribute('checked');
  if (on) control.setAttribute('checked', '');
  else control.removeAttribute('checked');
  return on;
}

function submitOf(button: Element): BuiltinEvent[] {
  const form = button.closest('form');
  if (!form || button.getAttribute('form-type') !== 'submit') return [];
  const value: Record<string, unknown> = {};
  for (const field of form.querySelectorAll('[name]')) {
    const name = field.getAttribute('name');
    if (!name) continue;
    value[name] =
      field.localName === 'switch' ? field.hasAttribute('checked') : (field.getAttribute('value') ?? '');
  }
  return [{ target: form, type: 'submit', detail: { value } }];
}
