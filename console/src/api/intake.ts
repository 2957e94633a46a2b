import type {
  ActBody,
  CallerIntake,
  CallerLookup,
  EnterpriseView,
  IntakeCheck,
  IntakeCheckBody,
  KnownBody,
  KnownMatter,
  MeetingBody,
  MeetingResult,
  NearProblem,
  PlaceAnswer,
  PlaceSearchAnswer,
  Receipt,
  SubmitOrder,
  Wgs84Pair,
} from '@yihu/shared';
import { get, post } from './request';

const datum = 'WGS84';

/** Numbers to call first, how open it will be, what the channel sets. */
export const checkIntake = (body: IntakeCheckBody) => post<IntakeCheck>('/api/intake/check', body);
/** Earlier orders of a caller; the look is recorded. */
export const callerOrders = (phone: string) => post<CallerLookup>('/api/intake/callers', { phone });
/** What is known of a matter before it is filed; a look at a caller is recorded. */
export const knownMatter = (body: KnownBody) => post<KnownMatter>('/api/intake/known', body);
export const findPlaces = (streetId: string, q: string) =>
  post<PlaceSearchAnswer>('/api/intake/places', { streetId, q });
/** The grid a point lies in. */
export const locate = (at: Wgs84Pair) => get<PlaceAnswer>('/api/places/locate', { ...at, datum });
/** Open problems many people have, near a point. */
export const problemsNear = (at: Wgs84Pair) =>
  get<{ items: NearProblem[] }>('/api/problems', { ...at, datum });
export const joinProblem = (id: string, orderId: string, body: ActBody) =>
  post<{ orderId: string }>(`/api/problems/${id}/join`, { ...body, orderId });
/** The same draft again is the same order. */
export const fileForCaller = (body: SubmitOrder & CallerIntake) =>
  post<Receipt>('/api/orders/for-caller', body);
export const takeMeeting = (body: MeetingBody) => post<MeetingResult>('/api/intake/meetings', body);
export const firms = (q: string) => get<{ items: EnterpriseView[] }>('/api/enterprises', { q });
