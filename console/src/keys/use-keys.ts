import { useEffect, useRef, useSyncExternalStore } from 'react';
import { bindingFor, type KeyBinding } from './keys';

const layers: { group: string; bindings: readonly KeyBinding[] }[] = [];
const listeners = new Set<() => void>();
let shown: readonly { group: string; bindings: readonly KeyBinding[] }[] = [];

function changed(): void {
  shown = [...layers];
  for (const listener of listeners) listener();
}

/** A field takes letters; a list box or a button takes Enter and space itself. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** While a dialog is open the screen below it does not listen. */
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('.ant-modal-wrap, .ant-drawer') !== null;
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('button, a, [role="menuitem"], [role="option"]') !== null
  );
}

let holds = 0;

/** Until what it gives back is called, letters do nothing: a form is about to take them. */
export function holdKeys(): () => void {
  holds += 1;
  return () => {
    holds -= 1;
  };
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented) return;
  if (event.key === 'Enter' && isPressable(event.target) && !event.ctrlKey) return;
  const all = layers.flatMap(({ bindings }) => bindings);
  const found = bindingFor(event, all, holds > 0 || isField(event.target) || isInDialog(event.target));
  if (found === undefined) return;
  event.preventDefault();
  found.run();
});

/**
 * Registers what keys do while the component is on the screen; `group` heads them in the help. A later registration
 * of the same key wins. Keys do nothing while an input method composes or, unless marked, in a field.
 */
export function useKeys(group: string, bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const signature = bindings
    .map(({ key, label, active }) => `${key} ${label} ${active !== false}`)
    .join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other keys or words are news, `run` is read when pressed
  useEffect(() => {
    const layer = {
      group,
      bindings: latest.current.map((binding, at) => ({ ...binding, run: () => latest.current[at]?.run() })),
    };
    layers.push(layer);
    changed();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      changed();
    };
  }, [group, signature]);
}

/** What keys do now, by group: for the help and the command box. */
export function useKeyLayers(): typeof shown {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
