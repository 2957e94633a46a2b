import type { EvidenceAsked, OrderEvent, OrderFacts } from '@yihu/shared';
import type { PhotoOfEvent } from './reader';

/** What a row of the tenant's `evidence` policy asks for before "solved" is believed. */
export type Need = EvidenceAsked['need'];

interface Given {
  facts: Pick<OrderFacts, 'state' | 'classCode' | 'filerId' | 'arrivedAt'>;
  needs: readonly Need[];
  limits: { evidenceClasses: readonly string[]; evidenceMetres: number };
  photos: readonly Pick<PhotoOfEvent, 'purpose' | 'seq'>[];
  events: readonly Pick<OrderEvent, 'seq' | 'actorId'>[];
}

const HANDLED_IN: readonly OrderFacts['state'][] = ['DISPATCHED', 'IN_PROGRESS'];
const ORDER: readonly Need[] = ['PHOTO_BEFORE', 'NEAR_PLACE', 'PAPER', 'PHOTO_AFTER'];

/** What whoever handles the order has to show, told before she leaves the place and not by a refusal afterwards. */
export function evidenceAsked({ facts, needs, limits, photos, events }: Given): EvidenceAsked[] {
  if (!HANDLED_IN.includes(facts.state)) return [];
  const byClass = limits.evidenceClasses.some((prefix) => (facts.classCode ?? '').startsWith(prefix));
  const asked = new Set<Need>(byClass ? [...needs, 'PHOTO_AFTER'] : needs);
  const hasPhoto = (purpose: string) =>
    photos.some(
      (photo) =>
        photo.purpose === purpose && events.find(({ seq }) => seq === photo.seq)?.actorId !== facts.filerId,
    );
  const lines: Record<Need, Omit<EvidenceAsked, 'need'>> = {
    PHOTO_BEFORE: { text: '办理前的现场照片:到场时拍', done: hasPhoto('BEFORE') },
    NEAR_PLACE: {
      text: `照片在离地点 ${limits.evidenceMetres} 米内拍,或先登记到场`,
      done: facts.arrivedAt !== null,
    },
    PAPER: { text: '书面材料的照片:用「内部留言」附上', done: hasPhoto('ADD') },
    PHOTO_AFTER: { text: '办理后的照片:答复「已解决」时附上', done: false },
  };
  return ORDER.filter((need) => asked.has(need)).map((need) => ({ need, ...lines[need] }));
}
