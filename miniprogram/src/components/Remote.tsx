import type { ReactNode } from 'react';
import { ApiError } from '../api/request';
import type { Remote as RemoteState } from '../api/use-remote';
import { ErrorNotice, Loading } from './Notice';

export interface RemoteProps<T> {
  of: RemoteState<T>;
  children: (data: T) => ReactNode;
  /** Drawn below an error without data: where to go from here. */
  wayOut?: ReactNode;
}

/** Draws what `useRemote` has: loading, the error with a retry, or the data (with a late error above it). */
export function Remote<T>({ of, children, wayOut }: RemoteProps<T>) {
  if (of.data === undefined) {
    if (!of.error) return <Loading />;
    return (
      <>
        <ErrorNotice error={of.error} onRetry={wayOut && isGone(of.error) ? undefined : of.reload} />
        {wayOut}
      </>
    );
  }
  return (
    <>
      {of.error ? <ErrorNotice error={of.error} onRetry={of.reload} /> : null}
      {children(of.data)}
    </>
  );
}

/** Asking again would get the same answer. */
const isGone = (e: unknown) => e instanceof ApiError && (e.status === 403 || e.status === 404);
