import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useKeys } from '../keys';
import type { Screen } from '../routes';

const PATIENCE_MS = 1500;

/** `g`, then a screen's letter, goes there. */
export function useGoTo(screens: readonly Screen[]): void {
  const navigate = useNavigate();
  const armed = useRef(0);
  useKeys('到处', [
    {
      key: 'g',
      label: `去:${screens.flatMap(({ key, title }) => (key ? [`${key.toUpperCase()} ${title}`] : [])).join(' · ')}`,
      run: () => {
        armed.current = performance.now();
      },
    },
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (armed.current === 0 || event.key === 'g') return;
      const isTimely = performance.now() - armed.current < PATIENCE_MS;
      armed.current = 0;
      const screen = screens.find(({ key }) => key === event.key.toLowerCase());
      if (!isTimely || screen === undefined || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      void navigate({ to: screen.path });
    };
    // Before the screen's own keys: after `g` the next letter is a place, not an act.
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, [screens, navigate]);
}
