import { Flex } from 'antd';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** What it is for, in one sentence. */
  about?: ReactNode;
  /** Buttons and filters at the right of the heading. */
  extra?: ReactNode;
  children: ReactNode;
}

/** The frame of a plain screen: heading, what can be done, content. */
export function DeskPage({ title, about, extra, children }: Props) {
  return (
    <div className="desk-page">
      <Flex justify="space-between" align="center" wrap gap="small" className="desk-page-head">
        <div>
          <h1>{title}</h1>
          {about !== undefined && <span className="desk-muted">{about}</span>}
        </div>
        <Flex gap="small" wrap align="center">
          {extra}
        </Flex>
      </Flex>
      {children}
    </div>
  );
}
