import { CLASS_LEAVES, type ClassLeaf } from '@yihu/shared';
import { useSession } from '../session/session';
import { useStreet } from './places';
import { get } from './request';
import { useRemote } from './use-remote';

/** The class tree of the street; until it is here, or without a network, the one every street begins with. */
export function useClasses(): readonly ClassLeaf[] {
  const signedIn = useSession() !== null;
  const streetId = useStreet().data?.id;
  const key = signedIn && streetId !== undefined ? `classes:${streetId}` : null;
  const classes = useRemote(key, async () => {
    const { items } = await get<{ items: ClassLeaf[] }>('/api/classes', {
      streetId,
      partyKind: 'ENTERPRISE',
    });
    return items;
  });
  return Array.isArray(classes.data) && classes.data.length > 0 ? classes.data : CLASS_LEAVES;
}
