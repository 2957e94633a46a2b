import type { ReactNode } from 'react';

/** A short word about an order in a frame; `tone` adds a colour to what the word says. */
export function Chip({
  tone,
  icon,
  children,
}: {
  tone?: 'info' | 'warn' | 'bad';
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className="bench-chip" data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
