// Content stamps: a step is skipped only when every byte it reads is the byte it read last time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'test', '.cache', '.swc', 'coverage']);

/**
 * Every source file below a folder (or the file itself), sorted; specs, outputs and dependencies left out.
 * @param {string} path
 * @returns {string[]}
 */
export function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => !SKIPPED.has(entry.name) && !/\.spec\.tsx?$/.test(entry.name))
    .flatMap((entry) => filesIn(join(path, entry.name)))
    .sort();
}

/**
 * @param {string} base names are hashed relative to this folder, so that a clone may lie anywhere
 * @param {string[]} files
 * @param {string[]} [facts] anything else the result depends on (tool versions, modes)
 * @returns {string} sha256 in hex; changes when a file is added, renamed, changed or removed
 */
export function stampOf(base, files, facts = []) {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of [...files].sort()) {
    const bytes = readFileSync(file);
    hash.update(`\0${relative(base, file).split(sep).join('/')}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** @param {string} stampFile @param {string} stamp */
export const isFresh = (stampFile, stamp) =>
  existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === stamp;

/** @param {string} stampFile @param {string} stamp */
export function remember(stampFile, stamp) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${stamp}\n`);
}

/** Called before a step begins, so that a step broken off half-way is repeated. @param {string} stampFile */
export const forget = (stampFile) => rmSync(stampFile, { force: true });
