import type { Screen } from './screens.ts';

/**
 * What a person's part of a step takes, in ms. Thinking, pointing and pressing: the keystroke-level model (Card, Moran,
 * Newell, CACM 23(7), 1980: M 1.35 s, P 1.1 s, K 0.2 s; a finger is hardly slower than their mouse). Typing: Palin et
 * al., MobileHCI 2019, 37,370 people: 36.2 words of five keys a minute on a phone, 331 ms a key. Reading: Chinese
 * 255 characters a minute (IReST: Trauzettel-Klosinski, Dietz, IOVS 53(9), 2012). The photo is the budget of ten
 * seconds the specification gives it.
 */
export const MODEL = {
  /** M: making up one's mind before a step. */
  think: 1_350,
  /** P and K: pointing with a finger, and pressing. */
  tap: 1_300,
  /** A letter or a digit. */
  key: 331,
  /** A Chinese character by pinyin: two keys and a choice, predictions left aside. */
  character: 3 * 331,
  /** A character read. */
  read: 235,
  /** Aiming, releasing the shutter, taking what came out. */
  photo: 10_000,
} as const;

/** What one way through the pages asks of a person. */
export interface Effort {
  taps: number;
  keys: number;
  characters: number;
  charactersRead: number;
  thoughts: number;
  photos: number;
}

/** A phone in the hand of a person whose time is modelled, not measured. */
export class Hand {
  readonly effort: Effort = { taps: 0, keys: 0, characters: 0, charactersRead: 0, thoughts: 0, photos: 0 };

  constructor(private readonly screen: Screen) {}

  /** Looks for the next thing to do, and taps it. */
  async tap(selector: string): Promise<void> {
    this.effort.thoughts += 1;
    this.effort.taps += 1;
    await this.screen.tap(selector);
  }

  /** Taps into a field, thinks of what to say, types it. */
  async type(id: string, text: string): Promise<void> {
    this.effort.thoughts += 1;
    this.effort.taps += 1;
    const keys = [...text].filter((point) => point < '\u0080').length;
    this.effort.keys += keys;
    this.effort.characters += [...text].length - keys;
    await this.screen.type(id, text);
  }

  /** Opens the camera and takes one photo. */
  async photo(opener: string, file: string): Promise<void> {
    this.effort.thoughts += 1;
    this.effort.taps += 1;
    this.effort.photos += 1;
    await this.screen.photo(opener, file);
  }

  /** Reads what the page says there. */
  async read(selector: string): Promise<string> {
    const text = (await this.screen.at(selector).textContent()) ?? '';
    this.effort.charactersRead += [...text].length;
    return text;
  }

  /** The person's whole part, in ms. */
  get modelled(): number {
    const { taps, keys, characters, charactersRead, thoughts, photos } = this.effort;
    return (
      taps * MODEL.tap +
      keys * MODEL.key +
      characters * MODEL.character +
      charactersRead * MODEL.read +
      thoughts * MODEL.think +
      photos * MODEL.photo
    );
  }
}
