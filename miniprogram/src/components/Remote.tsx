import type { ReactNode } from 'react';
import type { Remote as RemoteState } from '../api/use-remote';
import { ErrorNotice, Loading } from './Notice';

/** Draws what `useRemote` has: loading, the error with a retry, or the data (with a late error above it). */
export function Remote<T>({ of, children }: { of: RemoteState<T>; children: (data: T) => ReactNode }) {
  if (of.data === undefined) {
    return of.error ? <ErrorNotice error={of.error} onRetry={of.reload} /> : <Loading />;
  }
  return (
    <>
      {of.error ? <ErrorNotice error={of.error} onRetry={of.reload} /> : null}
      {children(of.data)}
    </>
  );
}
