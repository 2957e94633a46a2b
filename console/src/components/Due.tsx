import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
} from '@ant-design/icons';
import { type DueView, dueView, type Instant, toMillis } from '@yihu/shared';
import { Popover } from 'antd';
import { LIGHT_COLORS, useIsDark } from '../shell/theme';
import { useNow } from './use-now';

const ICONS = {
  clock: ClockCircleOutlined,
  alert: ExclamationCircleOutlined,
  check: CheckCircleOutlined,
  cross: CloseCircleOutlined,
} as const;

export interface DueProps {
  /** What is due: 办理、签收…, and whose promise it is. */
  label: string;
  dueAt: Instant | null;
  /** Without it the bar is not drawn. */
  startedAt?: Instant;
  doneAt?: Instant;
  /** What stands there while there is no due time: why. */
  dueText: string;
  /** The steps of the reckoning, shown on focus and hover. */
  proof?: readonly string[];
  /** Without the moment itself, where there is no room for it. */
  short?: boolean;
}

/** A promise about time: icon, words and a bar that fills; its proof on focus. Colour is never alone. */
export function Due({ label, dueAt, startedAt, doneAt, dueText, proof = [], short }: DueProps) {
  const now = useNow();
  const isDark = useIsDark();
  if (dueAt === null) {
    return (
      <span className="desk-due desk-muted">
        {label} {dueText}
      </span>
    );
  }
  const view: DueView = dueView({ dueAt, startedAt, doneAt }, now);
  const Icon = ICONS[view.icon];
  const color = LIGHT_COLORS[view.tone][isDark ? 'dark' : 'light'];
  const text = short ? shortOf(view.text) : view.text;
  const line = (
    <span className="desk-due" style={{ color }} title={short ? view.text : undefined}>
      <Icon aria-hidden /> {label} {text}
    </span>
  );
  const bar =
    startedAt === undefined ? null : (
      <div className="desk-due-bar" aria-hidden>
        <i style={{ background: color, width: `${passed(startedAt, dueAt, doneAt ?? now)}%` }} />
      </div>
    );
  if (proof.length === 0) {
    return (
      <div>
        {line}
        {bar}
      </div>
    );
  }
  const reckoning = (
    <ol className="desk-proof">
      {proof.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
  return (
    <Popover title={`${label}怎样算出来的`} content={reckoning} trigger={['hover', 'focus']}>
      <button type="button" className="desk-plain" aria-label={`${label}:${view.text}。${proof.join(';')}`}>
        {line}
        {bar}
      </button>
    </Popover>
  );
}

/** Without the moment; from two days on without the hours, which nobody counts then. */
const shortOf = (text: string) =>
  text
    .replace(/[\uFF08(].*$/, '')
    .replace('还剩', '剩')
    .replace(/((?:[2-9]|\d{2,})天)\d+小时/, '$1');

/** How much of the time has passed, 0 to 100. */
function passed(from: Instant, to: Instant, now: Instant): number {
  const whole = toMillis(to) - toMillis(from);
  return whole <= 0 ? 100 : Math.min(100, Math.max(0, ((toMillis(now) - toMillis(from)) / whole) * 100));
}
