/** What the desk's open screens are told without asking: GET /api/desk/stream, server-sent events. */
import type { Instant } from '../clocks/index.ts';
import type { State } from '../orders/model.ts';

/** Seconds between two signs of life of a stream that has nothing to say. */
export const BEAT_SECONDS = 15;
/** Streams one person may hold open at a time: windows on two screens and a phone, with room to spare. */
export const STREAMS_AT_MOST = 8;

/** Why somebody should look up: a light of a clock, or an emergency that was just filed. */
export type AlarmKind = 'YELLOW' | 'ORANGE' | 'RED' | 'URGENT';

/**
 * One event; the SSE `event:` is `type`, `id:` the cursor to resume from. Ids and codes only: whatever is personal
 * is asked for by the routes that look who asks.
 */
export type LiveEvent =
  | {
      /** `alarm` is an order's event that somebody should look up for. */
      type: 'order' | 'alarm';
      id: string;
      orderNo: string;
      /** Class name, never words of the resident. */
      title: string;
      /** As it stands when told, which may be later than this event. */
      version: number;
      state: State;
      /** Name of the event, e.g. `order.dispatched`. */
      event: string;
      alarm: AlarmKind | null;
      /** The reader did it herself. */
      mine: boolean;
      /** The reader has a message about it. */
      notice: boolean;
    }
  /** The reader has a new message; it may be that an order has left her lists. */
  | { type: 'notice'; id: string }
  /** Lists changed without an order she may see: one has left them. */
  | { type: 'counts' }
  /** Who looks at an order changed; asked for by GET /api/desk/presence/:orderId. */
  | { type: 'presence'; id: string }
  /** A bulk of hers was carried out or undone. */
  | { type: 'bulk'; id: string }
  /** Too much was missed to tell one by one: everything shown is to be read anew. */
  | { type: 'reset' }
  /** The stream is open; sent first. */
  | { type: 'hello'; at: Instant }
  /** The server ends the stream: the session is over, or it was taken over by newer ones of the same person. */
  | { type: 'bye'; why: 'SESSION_EXPIRED' | 'TOO_MANY' | 'SHUTDOWN' };
export type LiveType = LiveEvent['type'];

/** Seconds between two beats of a screen that shows an order. */
export const PRESENCE_BEAT_SECONDS = 20;
/** Seconds after its last beat a screen counts as gone. */
export const PRESENCE_SECONDS = 45;

/** Somebody else who looks at an order. */
export interface OnLooker {
  personId: string;
  name: string;
  /** Unit she looks from. */
  unit: string;
  /** She has a form of it open: a hint, not a lock; safety is the version. */
  editing: boolean;
}

/** POST /api/desk/presence/:orderId */
export interface PresenceBody {
  editing?: boolean;
}

/** GET and POST /api/desk/presence/:orderId: the others. */
export interface PresenceView {
  others: OnLooker[];
}
