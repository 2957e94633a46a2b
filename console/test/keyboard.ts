import { MODEL as PHONE } from '../../miniprogram/test/keystrokes.ts';
import type { Seat } from './desk.ts';

/**
 * What a clerk's part of a step takes, in ms, by the keystroke-level model (Card, Moran, Newell, CACM 23(7), 1980):
 * M 1.35 s before a step, K 0.28 s a key for somebody who is no typist. A Chinese character by pinyin is two keys and
 * a choice. Reading as in the phone's model.
 */
export const MODEL = { think: PHONE.think, key: 280, character: 3 * 280, read: PHONE.read } as const;

export interface Effort {
  thoughts: number;
  keys: number;
  characters: number;
  charactersRead: number;
}

/** Two hands on the keys; the mouse lies still. */
export class Keyboard {
  readonly effort: Effort = { thoughts: 0, keys: 0, characters: 0, charactersRead: 0 };

  constructor(private readonly seat: Seat) {}

  /** Makes up her mind, then presses. */
  async press(...keys: string[]): Promise<void> {
    this.effort.thoughts += 1;
    this.effort.keys += keys.length;
    await this.seat.press(...keys);
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    this.effort.thoughts += 1;
    const keys = [...text].filter((point) => point < '\u0080').length;
    this.effort.keys += keys;
    this.effort.characters += [...text].length - keys;
    await this.seat.page.keyboard.insertText(text);
  }

  /** Reads what the page says there. */
  async read(selector: string): Promise<string> {
    const text = (await this.seat.page.locator(selector).first().textContent()) ?? '';
    this.effort.charactersRead += [...text].length;
    return text;
  }

  /** The clerk's whole part, in ms. */
  get modelled(): number {
    const { thoughts, keys, characters, charactersRead } = this.effort;
    return (
      thoughts * MODEL.think + keys * MODEL.key + characters * MODEL.character + charactersRead * MODEL.read
    );
  }
}
