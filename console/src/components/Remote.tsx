import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { errText } from '../api/request';

/** What the server was asked for: waiting, refused in words with another try, or here. */
export function Remote<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data);
  if (of.error) {
    return (
      <Alert
        type="error"
        showIcon
        title={errText(of.error)}
        action={<Button onClick={() => void of.refetch()}>再试一次</Button>}
      />
    );
  }
  return <Skeleton active aria-label="正在加载" />;
}
