import { showUnread } from '../platform/badge';
import { unreadCount } from './notices';
import { type Remote, useRemote } from './use-remote';

/** How many messages are unread, also shown on the inbox tab; `personId` null: nobody is signed in. */
export function useUnread(personId: string | null): Remote<number> {
  return useRemote(personId ? `unread:${personId}` : null, async () => {
    const { unread } = await unreadCount();
    showUnread(unread);
    return unread;
  });
}
