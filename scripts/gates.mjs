// `node scripts/gates.mjs [types|lint|boundaries|wxml|size|generated …]` (nothing named = all): what must hold besides tests.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, ensureInstalled, entry, Plain, projectNode, root, runNode } from './bootstrap.mjs';
import { build } from './build.mjs';
import { none, report } from './counts.mjs';

/** @param {string} file below the root @returns {string} '' when there is none */
const read = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

const TSC = 'node_modules/typescript/bin/tsc';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';

/**
 * Files that are derived from others, and the script that writes each.
 * @type {{ script: string, file: string }[]}
 */
const GENERATED = [
  { script: 'scripts/generate-reference.ts', file: 'docs/reference.md' },
  { script: 'scripts/generate-openapi.ts', file: 'docs/openapi.json' },
  { script: 'scripts/generate-mechanisms.ts', file: 'docs/mechanisms.md' },
];

/** @type {Record<string, () => Promise<unknown>>} */
const GATES = {
  types: async () => {
    const names = ['shared', 'server', 'miniprogram', 'console', 'scripts'];
    /** @type {string[]} */
    const wrong = [];
    for (const name of names) {
      const { code } = await attempt(projectNode, [join(root, TSC), '--noEmit', '-p', name]);
      if (code !== 0) wrong.push(name);
    }
    if (wrong.length > 0) throw new Plain(`类型检查没有通过 (type errors): ${wrong.join(' ')}`);
  },
  lint: () => runNode(BIOME, ['ci', '--error-on-warnings', '--max-diagnostics=50', '--colors=off']),
  boundaries: () =>
    runNode(CRUISER, [
      '--config',
      '.dependency-cruiser.cjs',
      ...['shared', 'server', 'miniprogram', 'console'].map((n) => `${n}/src`),
    ]),
  wxml: () => onBuilds(['weapp'], 'miniprogram/test/wxml-gate.mjs'),
  size: async () => {
    await onBuilds(['h5', 'weapp'], 'miniprogram/test/size-gate.mjs');
    await onBuilds(['console'], 'console/test/size-gate.mjs');
  },
  generated: async () => {
    await build(['shared', 'server']);
    for (const { script, file } of GENERATED) {
      const before = read(file);
      await runNode(script, []);
      if (read(file) !== before) throw new Plain(`${file} 已重新生成,请提交 (was out of date, commit it)`);
    }
    // Addresses in the lock file would tie every clone to one machine's registry.
    if (/https?:\/\//.test(read('pnpm-lock.yaml')))
      throw new Plain('pnpm-lock.yaml 里有下载地址 (holds addresses)');
  },
};

/** A gate over finished builds. @param {string[]} parts @param {string} script */
async function onBuilds(parts, script) {
  await build(parts);
  await runNode(script, []);
}

await entry(async () => {
  await ensureInstalled();
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !(name in GATES));
  if (unknown.length > 0)
    throw new Plain(`没有名为 ${unknown} 的检查 (unknown gate; known: ${Object.keys(GATES).join(' ')})`);
  const counts = none();
  for (const name of named.length > 0 ? named : Object.keys(GATES)) {
    try {
      await GATES[name]?.();
      counts.passed += 1;
      console.log(`✔ ${name}`);
    } catch (error) {
      counts.failed += 1;
      console.log(error instanceof Plain ? error.message : error);
      console.log(`✘ ${name}`);
    }
  }
  return report(counts);
});
