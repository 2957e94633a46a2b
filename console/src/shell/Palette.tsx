import { useNavigate } from '@tanstack/react-router';
import { searchWords } from '@yihu/shared';
import { Input, type InputRef, Modal } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { keyText, useKeyLayers } from '../keys';
import type { Screen } from '../routes';
import { matchOf } from './pinyin';

interface Command {
  id: string;
  label: string;
  hint: string;
  run: () => void;
}

/** Everything that can be done now, found by words, by initials of their reading (`pd` 派单) or by an order's number. */
export default function Palette({ screens, onClose }: { screens: readonly Screen[]; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<InputRef>(null);
  const composing = useRef(false);
  const navigate = useNavigate();
  const layers = useKeyLayers();
  const [came] = useState(document.activeElement);
  useEffect(() => {
    input.current?.focus();
    // Closed with nothing chosen: back to where one was, unless a command has taken the focus.
    return () => {
      requestAnimationFrame(() => {
        const isLost = document.activeElement === document.body;
        if (isLost && came instanceof HTMLElement && came.isConnected) came.focus();
      });
    };
  }, [came]);

  const commands = useMemo<Command[]>(
    () => [
      ...layers
        .filter(({ group }) => group !== '到处')
        .flatMap(({ group, bindings }) =>
          bindings
            .filter(({ active }) => active !== false)
            .map(({ key, label, run }) => ({
              id: `key ${group} ${key} ${label}`,
              label,
              hint: `${group} · ${keyText(key)}`,
              run,
            })),
        ),
      ...screens.map(({ path, title }) => ({
        id: `screen ${path}`,
        label: title,
        hint: '打开页面',
        run: () => void navigate({ to: path }),
      })),
    ],
    [layers, screens, navigate],
  );
  const found = commands
    .map((command) => ({ command, score: matchOf(command.label, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
  const words = searchWords(query);
  const search: Command = {
    id: 'search',
    label: `搜索工单“${words}”`,
    hint: '编号、电话、姓名、地点、内容',
    run: () => void navigate({ to: '/orders', search: { q: words } }),
  };
  const listed = (query.trim() === '' ? found : [...found.slice(0, 12), search]).slice(0, 14);
  const chosen = Math.min(at, listed.length - 1);
  const take = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const press = (event: React.KeyboardEvent) => {
    if (composing.current || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((chosen + step + listed.length) % listed.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(listed[chosen]);
    }
  };
  return (
    <Modal open footer={null} closable={false} onCancel={onClose} title="命令框" className="desk-palette">
      <Input
        ref={input}
        value={query}
        role="combobox"
        aria-expanded
        aria-controls="desk-commands"
        aria-activedescendant={listed[chosen] ? `command-${chosen}` : undefined}
        aria-label="输入要做的事,可以用拼音首字母"
        placeholder="要做的事、页面或工单,可用拼音首字母"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
        onKeyDown={press}
      />
      <div id="desk-commands" role="listbox" aria-label="可做的事">
        {listed.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box above, as of every combobox
          <div
            key={command.id}
            id={`command-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="desk-command-line"
            onClick={() => take(command)}
          >
            <span>{command.label}</span>
            <span className="desk-muted">{command.hint}</span>
          </div>
        ))}
      </div>
    </Modal>
  );
}
