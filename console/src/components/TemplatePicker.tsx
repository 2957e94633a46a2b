import { FileTextOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { blanksOf, type FilledTemplate } from '@yihu/shared';
import { App, Button, Dropdown } from 'antd';
import { useEffect, useState } from 'react';
import { templatesOf } from '../api/drafts';
import { useKeys } from '../keys';

/** Set by a key outside the form: the next form that has templates shows them at once. */
let isWished = false;

/** The form that is opened next begins with its templates. */
export function wishForTemplates(): void {
  isWished = true;
}

interface Props {
  orderId: string;
  /** What the server knows the form by. */
  action: string;
  /** Name of the text field it writes into. */
  field: string;
  value: string;
  onPick: (text: string) => void;
}

/** Texts to begin from, for one field of one form. Nothing where there are none. */
export function TemplatePicker({ orderId, action, field, value, onPick }: Props) {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['order', orderId, 'templates', action],
    queryFn: () => templatesOf(orderId, action),
    staleTime: 60_000,
  });
  const items = found.data?.items.filter((item) => item.field === field) ?? [];
  const left = blanksOf(value).length;
  const hasItems = items.length > 0;
  const hasNone = found.data?.items.length === 0;
  useEffect(() => {
    if (!isWished || !(hasItems || hasNone)) return;
    isWished = false;
    setOpen(hasItems);
    if (hasNone) void message.info({ key: 'templates', content: '这一步没有模板,可在「规则」里添加' });
  }, [hasItems, hasNone, message]);
  const nextBlank = () => select(field, value);
  useKeys('填写', [
    { key: 'ctrl+m', label: '套用模板', run: () => setOpen(true), inFields: true, active: hasItems },
    { key: 'ctrl+j', label: '到下一处空白', run: nextBlank, inFields: true, active: left > 0 },
  ]);
  if (!hasItems && left === 0) return null;
  const pick = (template: FilledTemplate) => {
    setOpen(false);
    // What somebody has written is never written over.
    const text = value.trim() === '' ? template.text : `${value.trimEnd()}\n${template.text}`;
    onPick(text);
    requestAnimationFrame(() => select(field, text));
  };
  return (
    <span className="desk-templates">
      {hasItems && (
        <Dropdown
          open={open}
          onOpenChange={setOpen}
          trigger={['click']}
          autoFocus
          menu={{
            items: items.map((item) => ({ key: item.name, label: `${item.name}:${short(item.text)}` })),
            onClick: ({ key }) => {
              const chosen = items.find(({ name }) => name === key);
              if (chosen !== undefined) pick(chosen);
            },
          }}
        >
          <Button id={`templates-${field}`} size="small" type="link" icon={<FileTextOutlined />}>
            模板 <kbd>Ctrl+M</kbd>
          </Button>
        </Dropdown>
      )}
      {left > 0 && (
        <Button size="small" type="link" danger onClick={nextBlank}>
          还有 {left} 处空白要填 <kbd>Ctrl+J</kbd>
        </Button>
      )}
    </span>
  );
}

const SHORT = 28;
const short = (text: string) => ([...text].length > SHORT ? `${[...text].slice(0, SHORT).join('')}…` : text);

/** Selects the first blank behind the caret, or the first of all, so that typing fills it. */
function select(field: string, text: string): void {
  const box = document.getElementById(`field-${field}`);
  if (!(box instanceof HTMLTextAreaElement)) return;
  const blanks = blanksOf(text);
  const next = blanks.find(({ from }) => from >= box.selectionEnd) ?? blanks[0];
  box.focus();
  if (next !== undefined) box.setSelectionRange(next.from, next.to);
}
