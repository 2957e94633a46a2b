import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A test whose name begins with the mechanisms it proves. */
export interface Proof {
  ids: string[];
  /** The rest of its name. */
  title: string;
  file: string;
  /** Through the server or a client, not the rules alone. */
  isJourney: boolean;
}

/** First argument of a call, one literal, that begins with mechanisms and goes on after a colon. */
const NAMED = /\(\s*(['"`])((M\d\d(?: M\d\d)*)(?: [^:'"`\n]*)?: (?:(?!\1)[^\n])*)\1\s*,/g;
const PARTS = ['shared', 'server', 'miniprogram', 'console', 'scripts'];

/** Proofs in the text of one spec file. */
export function proofsIn(file: string, text: string): Proof[] {
  const isJourney = /^(server|miniprogram|console)\/test\//.test(file);
  return [...text.matchAll(NAMED)].map(([, , name = '', ids = '']) => ({
    ids: ids.split(' '),
    title: name.slice(name.indexOf(': ') + 2),
    file,
    isJourney,
  }));
}

/** Every proof in the spec files below the root, by file and place. */
export function proofsOf(root: string): Proof[] {
  const files = PARTS.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.spec\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      // The spec of this page itself is full of samples.
      .filter((file) => !/(^|\/)(node_modules|dist)\/|^scripts\/mechanisms\.spec\.ts$/.test(file)),
  );
  return files.sort().flatMap((file) => proofsIn(file, readFileSync(join(root, file), 'utf8')));
}

const escaped = (cell: string) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const line = ({ title, file }: Proof) => `${escaped(title)} (\`${file}\`)`;

/** The page: every mechanism with the tests that carry its number, and those that have none. */
export function pageOf(names: ReadonlyMap<string, string>, proofs: readonly Proof[]): string {
  const of = (id: string) => proofs.filter(({ ids }) => ids.includes(id));
  const ids = [...names.keys()];
  const travelled = ids.filter((id) => of(id).some(({ isJourney }) => isJourney));
  const rulesOnly = ids.filter((id) => of(id).length > 0 && !travelled.includes(id));
  const open = ids.filter((id) => of(id).length === 0);
  const listed = (list: readonly string[]) =>
    list.length === 0 ? '无。' : list.map((id) => `- ${id} ${names.get(id)}`).join('\n');
  const row = (id: string) => {
    const own = of(id);
    const journeys = own.filter(({ isJourney }) => isJourney).map(line);
    const rules = own.filter(({ isJourney }) => !isJourney).map(line);
    return `| ${[id, names.get(id) ?? '', journeys.join('<br>'), rules.join('<br>')].join(' | ')} |`;
  };
  return `${[
    '# 机制与证明 (mechanisms)',
    '由 `node scripts/generate-mechanisms.ts` 从各测试的名字生成,请勿手工修改。测试名以编号开头,才算证明那一条;经服务器或客户端走通的是旅程,只算规则的另列。',
    `有旅程 ${travelled.length} 条,只有规则测试 ${rulesOnly.length} 条,尚无测试 ${open.length} 条,共 ${ids.length} 条。`,
    '## 尚无测试 (open)',
    listed(open),
    '## 只有规则测试 (rules only)',
    listed(rulesOnly),
    '## 全部 (all)',
    ['| 编号 | 机制 | 旅程 | 规则 |', '| --- | --- | --- | --- |', ...ids.map(row)].join('\n'),
  ].join('\n\n')}\n`;
}
