import { Injectable } from '@nestjs/common';
import { type Confidentiality, type PartyKind, redactNarrative } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { keyOf, nameTerm, numberTerm, partsOf, termsOf } from './rules/terms';

/** Terms taken away in one statement. */
const CHUNK = 200;
/** What stands where a redacted text named somebody. */
const MASK = /〔[^〕]*〕/g;

/** What the words of an order are taken from, as stored. */
export interface Source {
  root_id: string;
  order_no: string;
  title: string;
  community_id: string | null;
  grid_id: string | null;
  party_kind: PartyKind;
  confidentiality: Confidentiality;
  name: string;
  company: string;
  address: string;
  content: string;
}

interface Held {
  root_id: string;
  words: string;
  keys_held: string;
}

/** The only writer of `order_term` and `order_words`: what an order is found by. */
@Injectable()
export class OrderWords {
  constructor(private readonly directory: DirectoryService) {}

  /**
   * Brings what the order is found by in step with what it says now: title, place, redacted narrative, the firm's name;
   * its number and the name the filer gave. To be called in the transaction that changed any of these.
   */
  async refresh(tx: Tx, orderId: string): Promise<void> {
    const [source] = await tx.query<Source>(
      `SELECT w.root_id, w.order_no, w.title, w.community_id, w.grid_id, w.party_kind, w.confidentiality,
              p.name, p.company, p.address, p.content
         FROM work_order w JOIN order_private p ON p.order_id = w.id WHERE w.id = ?`,
      [orderId],
    );
    if (source === undefined) return;
    const [held] = await tx.query<Held>(
      'SELECT root_id, words, keys_held FROM order_words WHERE order_id = ?',
      [orderId],
    );
    await this.write(tx, orderId, held, this.read(source));
  }

  /** The same for an order that has just been filed, of which nothing is held and all is known. */
  begin(tx: Tx, orderId: string, source: Source): Promise<void> {
    return this.write(tx, orderId, undefined, this.read(source));
  }

  private read(source: Source): Held {
    const nameOf = (id: string | null) =>
      id === null ? '' : (this.directory.findUnit(id)?.short_name ?? '');
    const clean = (text: string) => redactNarrative(text).text.replace(MASK, '\n');
    const texts = [
      source.title,
      nameOf(source.community_id),
      nameOf(source.grid_id),
      source.party_kind === 'ENTERPRISE' ? source.company : '',
      clean(source.address),
      clean(source.content),
    ];
    const name = source.confidentiality === 'ANONYMOUS' ? null : nameTerm(source.name);
    return {
      root_id: source.root_id,
      words: partsOf(texts.filter((text) => text !== '').join('\n')),
      keys_held: [numberTerm(source.order_no), ...(name === null ? [] : [name])].join(' '),
    };
  }

  private async write(tx: Tx, orderId: string, held: Held | undefined, next: Held): Promise<void> {
    const before = held === undefined ? new Set<string>() : keysOf(held);
    const after = keysOf(next);
    const gone = [...before].filter((term) => !after.has(term));
    const fresh = [...after].filter((term) => !before.has(term));
    for (let at = 0; at < gone.length; at += CHUNK) {
      const chunk = gone.slice(at, at + CHUNK);
      const marks = chunk.map(() => '?').join(',');
      await tx.execute(`DELETE FROM order_term WHERE term IN (${marks}) AND order_id = ?`, [
        ...chunk,
        orderId,
      ]);
    }
    await tx.insert(
      'order_term',
      fresh.map((term) => ({ term, order_id: orderId })),
    );
    const { root_id, words, keys_held } = next;
    if (held === undefined) {
      await tx.insert('order_words', { order_id: orderId, root_id, words, keys_held });
    } else if (held.words !== words || held.keys_held !== keys_held || held.root_id !== root_id) {
      await tx.execute('UPDATE order_words SET root_id = ?, words = ?, keys_held = ? WHERE order_id = ?', [
        ...[root_id, words, keys_held],
        orderId,
      ]);
    }
  }
}

/** Every key of the index an order stands under. */
function keysOf({ root_id, words, keys_held }: Held): Set<string> {
  const terms = [...termsOf(words), ...keys_held.split(' ')];
  return new Set(terms.sort().map((term) => keyOf(root_id, term)));
}
