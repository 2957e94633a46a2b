import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { errText } from '../api/request';

/** What a button outside a form does: says when it is done and why it is not, and asks the lists named anew. */
export function useDoing(...lists: readonly QueryKey[]) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const renew = () => Promise.all(lists.map((queryKey) => client.invalidateQueries({ queryKey })));
  /** True when it went through; `said` is shown then. */
  const run = async (said: string, work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await work();
      if (said !== '') void message.success(said);
      await renew();
      return true;
    } catch (e) {
      void message.error(errText(e), 6);
      await renew();
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, renew, busy };
}
