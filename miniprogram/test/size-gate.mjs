// Sizes of the two builds. Exits 1 when WeChat's main package is over 1 MB; the H5 entry is reported.
// Usage: node test/size-gate.mjs [dist]
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';

const LIMIT = 1024 * 1024;
const dist = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../dist'));
const kb = (bytes) => `${Math.round(bytes / 1024)} KB`;

function files(dir) {
  return fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Bytes of everything outside the subpackages, as WeChat counts the main package. */
function mainPackage(root) {
  const app = JSON.parse(fs.readFileSync(path.join(root, 'app.json'), 'utf8'));
  const others = (app.subPackages ?? app.subpackages ?? []).map(
    ({ root: sub }) => path.join(root, sub) + path.sep,
  );
  return files(root)
    .filter(
      (file) => !others.some((sub) => file.startsWith(sub)) && path.basename(file) !== 'project.config.json',
    )
    .reduce((sum, file) => sum + fs.statSync(file).size, 0);
}

/** Gzipped bytes of what index.html itself names. */
function h5Entry(root) {
  const html = fs.readFileSync(path.join(root, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  if (named.length === 0) throw new Error('index.html names no script');
  return named.reduce((sum, file) => sum + gzipSync(fs.readFileSync(path.join(root, file))).length, 0);
}

const main = mainPackage(path.join(dist, 'weapp'));
console.log(`WeChat main package: ${kb(main)} (limit ${kb(LIMIT)})`);
if (main > LIMIT) process.exitCode = 1;
const h5 = path.join(dist, 'h5');
if (fs.existsSync(h5)) console.log(`H5 entry: ${kb(h5Entry(h5))} gzipped`);
else console.log('H5 entry: not built, not measured');
