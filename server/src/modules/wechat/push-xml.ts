import { PushRefused } from './push-crypto';

/** Deeper than any event of the platform; stops somebody else's text from exhausting the stack. */
const DEEPEST = 6;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** Subscription events wrap their list once more when written as XML. */
const WRAPPER = /^SubscribeMsg\w+Event$/;

type Node = string | { [name: string]: Node | Node[] };

/**
 * The record a push in XML stands for, in the shape of the JSON format. Reads only what WeChat writes: elements,
 * CDATA, the five entities; no attributes, no declarations, so nothing can be included or expanded.
 * @throws PushRefused when it is anything else
 */
export function recordOfXml(text: string): Record<string, unknown> {
  const reader = new Reader(text.trim());
  const root = reader.element(0);
  if (root.name !== 'xml' || typeof root.value === 'string' || !reader.done()) throw refusal();
  const entries = Object.entries(root.value).flatMap(([name, value]) =>
    WRAPPER.test(name) && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value)
      : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}

const refusal = () => new PushRefused('not the XML of a push');

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  done(): boolean {
    return this.at === this.text.length;
  }

  element(depth: number): { name: string; value: Node } {
    const [open, name = ''] = this.take(/<([A-Za-z_]\w*)>/y) ?? [];
    if (open === undefined || depth > DEEPEST) throw refusal();
    const value = this.content(depth);
    if (this.take(new RegExp(`</${name}>`, 'y')) === null) throw refusal();
    return { name, value };
  }

  private content(depth: number): Node {
    const children = new Map<string, Node[]>();
    let words = '';
    for (;;) {
      const plain = this.take(/[^<]+/y)?.[0];
      const cdata = plain === undefined ? this.take(/<!\[CDATA\[([\s\S]*?)\]\]>/y)?.[1] : undefined;
      if (plain !== undefined) words += unescaped(plain);
      else if (cdata !== undefined) words += cdata;
      else if (this.text.startsWith('</', this.at)) break;
      else {
        const { name, value } = this.element(depth + 1);
        children.set(name, [...(children.get(name) ?? []), value]);
      }
    }
    if (children.size === 0) return words;
    return Object.fromEntries(
      [...children].map(([name, [first = '', ...more]]) => [
        name,
        more.length > 0 ? [first, ...more] : first,
      ]),
    );
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }
}

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
