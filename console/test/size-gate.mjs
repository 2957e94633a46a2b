// Sizes of the desk. Exits 1 when what a browser loads before the first screen is over 450 KB gzipped.
// Usage: node test/size-gate.mjs [dist]
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 450;
const dist = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../dist'));
const kbOf = (name) => gzipSync(fs.readFileSync(path.join(dist, name))).length / 1024;
const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
// Scripts the page names, and those it tells the browser to fetch beside them.
const named = [...html.matchAll(/(?:src|href)="\/desk\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file);
if (!named.some((file) => file.endsWith('.js'))) throw new Error('index.html names no script');
const first = named.reduce((sum, file) => sum + kbOf(file), 0);
console.log(`desk, before its first screen: ${Math.round(first)} KB gzipped (limit ${LIMIT_KB} KB)`);
if (first > LIMIT_KB) process.exitCode = 1;
const assets = fs.readdirSync(path.join(dist, 'assets')).filter((file) => file.endsWith('.js'));
const largest = assets
  .map((file) => [file, kbOf(path.join('assets', file))])
  .sort((a, b) => b[1] - a[1])
  .slice(0, 6);
for (const [file, size] of largest) console.log(`  ${file}: ${Math.round(size)} KB gzipped`);
