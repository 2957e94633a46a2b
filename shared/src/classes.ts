import { CLASS_TABLE } from './class-table.ts';
import { type PartyKind, URGENCIES, type Urgency } from './orders/model.ts';

/** A class a request can be filed under: the third level of the tree. */
export interface ClassLeaf {
  /** Six digits; the first two and four are its first and second level. */
  code: string;
  /** ASCII name for Open311. */
  serviceCode: string;
  name: string;
  /** Names of the three levels, e.g. 城市管理, 市容环境, 占道经营. */
  path: [string, string, string];
  /** Words residents use for it. */
  keywords: string[];
  /** Default; the desk may correct it. */
  urgency: Urgency;
  /** True: offered as 仅热线办可见 unless the resident chooses otherwise. */
  isDeskOnlyByDefault: boolean;
  /** True: a dispute between parties, where mediation may fit. */
  isDispute: boolean;
  audience: 'ANY' | 'ENTERPRISE';
}

/** Reads the table form (see class-table.ts). Throws an Error naming the line when a row is malformed. */
export function readClassTable(table: string): ClassLeaf[] {
  const names = new Map<string, string>();
  const leaves: ClassLeaf[] = [];
  for (const [at, line] of table.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [code = '', ...cells] = line.trim().split('|');
    if (/^\d{2}(\d{2})?$/.test(code) && cells.length === 1 && cells[0]) names.set(code, cells[0]);
    else leaves.push(readLeaf(code, cells, names, at + 1));
  }
  return leaves;
}

function readLeaf(code: string, cells: string[], names: Map<string, string>, line: number): ClassLeaf {
  const [serviceCode, name, urgency, marks = '', words = ''] = cells;
  const first = names.get(code.slice(0, 2));
  const second = names.get(code.slice(0, 4));
  const level = (Object.keys(URGENCIES) as Urgency[]).find((known) => known === urgency);
  if (!/^\d{6}$/.test(code) || !serviceCode || !name || !level || !first || !second) {
    throw new Error(`分类表第 ${line} 行有误:${code}`);
  }
  const marked = marks.split(',');
  return {
    code,
    serviceCode,
    name,
    path: [first, second, name],
    keywords: words.split(' ').filter((word) => word !== ''),
    urgency: level,
    isDeskOnlyByDefault: marked.includes('C'),
    isDispute: marked.includes('D'),
    audience: marked.includes('E') ? 'ENTERPRISE' : 'ANY',
  };
}

/** The classes a new installation starts with. A tenant's own tree is a policy row of kind `class`. */
export const CLASS_LEAVES: readonly ClassLeaf[] = readClassTable(CLASS_TABLE);

const LEAF_BY_CODE = new Map(CLASS_LEAVES.map((leaf) => [leaf.code, leaf]));

/** The built-in class of a code, or undefined. */
export function classLeaf(code: string): ClassLeaf | undefined {
  return LEAF_BY_CODE.get(code);
}

/** The classes one kind of party files under (M83): a firm's own first, then everybody's; a person only the latter. */
export function classesFor(partyKind: PartyKind, leaves: readonly ClassLeaf[]): ClassLeaf[] {
  const own = partyKind === 'ENTERPRISE' ? leaves.filter(({ audience }) => audience === 'ENTERPRISE') : [];
  return [...own, ...leaves.filter(({ audience }) => audience === 'ANY')];
}

/** `城市管理->市容环境->占道经营`, the form lists and exports print. */
export function classPathText(leaf: ClassLeaf): string {
  return leaf.path.join('->');
}

/**
 * The classes that fit what a resident typed, best first; ties by code. An empty query gives all of them.
 * A name beats a keyword, a keyword beats a shared pair of characters; nothing in common, not listed.
 */
export function searchClasses(query: string, leaves: readonly ClassLeaf[]): ClassLeaf[] {
  const asked = normalise(query);
  if (asked === '') return [...leaves];
  return leaves
    .map((leaf) => ({ leaf, score: scoreOf(asked, leaf) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.leaf.code < b.leaf.code ? -1 : 1))
    .map(({ leaf }) => leaf);
}

function scoreOf(asked: string, leaf: ClassLeaf): number {
  const name = normalise(leaf.name);
  if (name === asked || leaf.code === asked || leaf.serviceCode === asked) return 1000;
  if (name.startsWith(asked)) return 800;
  if (name.includes(asked)) return 700;
  if (leaf.code.startsWith(asked)) return 600;
  const words = leaf.keywords.map(normalise);
  if (words.includes(asked)) return 500;
  const said = saidScore(asked, leaf);
  if (said > 0) return Math.min(said + sharedPairs(asked, [name, ...words]), 499);
  if (words.some((word) => word.includes(asked))) return 60;
  if (leaf.path.some((level) => normalise(level).includes(asked))) return 50;
  return sharedPairs(asked, [name, ...words]);
}

/** A class by its words that occur in what was said. */
export interface HeardClass {
  leaf: ClassLeaf;
  score: number;
  /** The name or keywords that occur, the longest first. */
  words: string[];
}

/** The words of a class as they are said and as they are looked for; of a tree that is asked again and again. */
const SAID = new WeakMap<ClassLeaf, { word: string; plain: string }[]>();

function saidOf(leaf: ClassLeaf): { word: string; plain: string }[] {
  let said = SAID.get(leaf);
  if (said === undefined) {
    said = [...new Set([leaf.name, ...leaf.keywords])].map((word) => ({ word, plain: normalise(word) }));
    SAID.set(leaf, said);
  }
  return said;
}

/** Classes of which at least one word occurs in a sentence, the most said first; ties by code. */
export function rankClasses(text: string, leaves: readonly ClassLeaf[]): HeardClass[] {
  const asked = normalise(text);
  const heard = leaves.flatMap((leaf) => {
    const words = saidOf(leaf).filter(({ plain }) => plain !== '' && asked.includes(plain));
    if (words.length === 0) return [];
    const longest = words.map(({ word }) => word).sort((a, b) => b.length - a.length);
    return [{ leaf, words: longest, score: saidScore(asked, leaf) }];
  });
  return heard.sort((a, b) => b.score - a.score || (a.leaf.code < b.leaf.code ? -1 : 1));
}

/** In a typed sentence every word that occurs counts, a longer one for more. */
function saidScore(asked: string, leaf: ClassLeaf): number {
  const words = leaf.keywords.map(normalise);
  const name = asked.includes(normalise(leaf.name)) ? 200 : 0;
  return name + sum(words.map((w) => (asked.includes(w) ? w.length * 20 : 0)));
}

/** How many neighbouring pairs of characters of the query occur in any of the texts. */
function sharedPairs(asked: string, texts: string[]): number {
  const pairs = new Set([...asked].slice(1).map((_, at) => asked.slice(at, at + 2)));
  return [...pairs].filter((pair) => texts.some((text) => text.includes(pair))).length;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,。、;:!?,.;:!?"'“”‘’()()[\]【】-]/g, '');
}
