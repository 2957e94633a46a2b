import { Button, Flex, Modal } from 'antd';
import { useRef } from 'react';
import { useKeys } from '../keys';
import type { Act } from './acts.view';

interface Props {
  title: string;
  acts: readonly Act[];
  onChoose: (act: Act) => void;
  onClose: () => void;
}

const DIGITS = 9;

/** One of several acts: by its digit, by arrows and Enter, or by mouse. */
export function Chooser({ title, acts, onChoose, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const buttons = () => [...(box.current?.querySelectorAll('button') ?? [])];
  // Heard before the box has the focus: who knows the digit does not wait to see it.
  useKeys(
    title,
    acts.slice(0, DIGITS).map((act, at) => ({
      key: String(at + 1),
      label: act.label,
      run: () => onChoose(act),
      inFields: true,
    })),
  );
  const press = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <Modal
      open
      title={title}
      footer={null}
      width={420}
      onCancel={onClose}
      afterOpenChange={(open) => {
        if (open) buttons()[0]?.focus();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons inside pass through here */}
      <div ref={box} onKeyDown={press}>
        <Flex vertical gap={4}>
          {acts.map((act, at) => (
            <Button
              key={act.id}
              block
              danger={act.danger}
              className="bench-choice"
              onClick={() => onChoose(act)}
            >
              <span>{act.label}</span>
              <span className="desk-muted">{act.of ?? ''}</span>
              {at < DIGITS && <kbd>{at + 1}</kbd>}
            </Button>
          ))}
        </Flex>
      </div>
    </Modal>
  );
}
