import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { PER_PERSON, READERS, readersOrder } from './data.ts';
import { freshId } from './ids.ts';
import type { Call } from './load.ts';
import { CALLER, filing, signBody } from './record.ts';
import { type Matter, type Spot, someMatter } from './street.ts';
import { twoWords } from './words.ts';

export interface Operation {
  name: string;
  kind: 'write' | 'read';
  /** False when the bare program has nothing to compare with. */
  bare: boolean;
  /** Calls of one phase at most. */
  most: number;
  connections?: number;
  /** Done before each phase, which does not count it. */
  before?: () => Promise<void>;
  /** Null when there is nothing left to do. */
  next(): Call | null;
}

export interface Setting {
  orders: number;
  streetId: string;
  /** Tokens of residents: the READERS, then others who file. */
  residents: string[];
  spots: readonly Spot[];
  stormAt: Matter;
  grid: string;
  desk: string;
  /** Lets a month pass for all that was filed here before. */
  monthLater: () => Promise<void>;
  /** Ids of orders that wait for a signature, as they were copied: filings beside them may have changed others. */
  waiting: () => Promise<string[]>;
}

/** Orders that are signed in one phase: all alternations together must find as many waiting. */
export const SIGNED_PER_PHASE = 400;
/** Photos under way at once: decoding is what limits them, and more only wait. */
const PHOTOS_AT_ONCE = 4;
const EVERY = Number.POSITIVE_INFINITY;

/** What is measured, in the order of the table. Ours and bare draw from the same source in turn. */
export async function operations(setting: Setting): Promise<Operation[]> {
  const { residents, orders, spots, stormAt } = setting;
  let open: string[] = [];
  let turn = 0;
  const reader = () => {
    turn += 1;
    return turn % READERS;
  };
  const filer = () => residents[READERS + (reader() % (residents.length - READERS))] ?? null;
  const file = (matter: Matter): Call => {
    const body = filing(setting.streetId, freshId(), matter, `139${String(turn % READERS).padStart(8, '0')}`);
    return { method: 'POST', path: '/api/orders', token: filer(), body };
  };
  const get = (path: string, token: string | null): Call => ({ method: 'GET', path, token });
  const own = (person: number) => readersOrder(orders, person, Math.floor(Math.random() * PER_PERSON));
  const photo = await photoForm();
  return [
    {
      name: 'submit',
      kind: 'write',
      bare: true,
      most: EVERY,
      // As thinly as a street files in a month, not as the bench does in a minute.
      before: setting.monthLater,
      next: () => file(unlike(stormAt, spots)),
    },
    {
      // Everybody of one grid about the same thing at once.
      name: 'one place storm',
      kind: 'write',
      bare: true,
      most: EVERY,
      next: () => file(stormAt),
    },
    {
      name: 'sign',
      kind: 'write',
      bare: true,
      most: SIGNED_PER_PHASE,
      before: async () => {
        open = await setting.waiting();
      },
      next: () => {
        const id = open.pop();
        const path = `/api/orders/${id}/actions/sign`;
        return id === undefined ? null : { method: 'POST', path, token: setting.grid, body: signBody() };
      },
    },
    {
      name: 'my list',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => get('/api/orders/mine', residents[reader()] ?? null),
    },
    {
      name: 'order detail',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => {
        const person = reader();
        return get(`/api/orders/${own(person)}`, residents[person] ?? null);
      },
    },
    {
      name: 'office list',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => get('/api/orders/desk?view=TO_SIGN', setting.desk),
    },
    {
      name: 'desk list by due',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => get('/api/desk/orders?view=OPEN', setting.desk),
    },
    {
      name: 'desk search words',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => get(`/api/desk/orders?q=${encodeURIComponent(twoWords())}`, setting.desk),
    },
    {
      // Each writes down who looked.
      name: 'desk search phone',
      kind: 'write',
      bare: true,
      most: EVERY,
      next: () => get(`/api/desk/orders?q=${CALLER}`, setting.desk),
    },
    {
      name: 'desk counts',
      kind: 'read',
      bare: true,
      most: EVERY,
      next: () => get('/api/desk/counts', setting.desk),
    },
    { name: 'point → grid', kind: 'read', bare: true, most: EVERY, next: () => get(somePlace(), null) },
    {
      name: 'photo ingest',
      kind: 'write',
      bare: false,
      most: EVERY,
      connections: PHOTOS_AT_ONCE,
      next: () => photo(filer()),
    },
  ];
}

/** Something filed anywhere but where the storm is. */
function unlike(storm: Matter, spots: readonly Spot[]): Matter {
  for (;;) {
    const matter = someMatter(spots);
    if (matter.spot.gridId !== storm.spot.gridId || matter.classCode !== storm.classCode) return matter;
  }
}

/** A point in or beside the demo street's first grid. */
function somePlace(): string {
  const lat = (31.838 + Math.random() * 0.003).toFixed(6);
  const lng = (117.232 + Math.random() * 0.003).toFixed(6);
  return `/api/places/locate?lat=${lat}&lng=${lng}&datum=WGS84`;
}

/** Uploads of one 1600 × 1200 photo as a phone sends it, each for a draft of its own. */
async function photoForm(): Promise<(token: string | null) => Call> {
  const small = randomBytes(160 * 120 * 3);
  const bytes = await sharp(small, { raw: { width: 160, height: 120, channels: 3 } })
    .resize(1600, 1200)
    .jpeg({ quality: 85 })
    .toBuffer();
  const edge = 'bench-7d1f0c';
  const field = (name: string, value: string) =>
    `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  return (token) => ({
    method: 'POST',
    path: '/api/attachments',
    token,
    type: `multipart/form-data; boundary=${edge}`,
    body: Buffer.concat([
      Buffer.from(field('draftId', freshId()) + field('purpose', 'REPORT') + file),
      bytes,
      Buffer.from(`\r\n--${edge}--\r\n`),
    ]),
  });
}
