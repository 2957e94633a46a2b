// Compiles the WXML and WXSS of a WeChat build with WeChat's own compilers. Exits 1 naming file and line.
// Usage: node test/wxml-gate.mjs [dist/weapp]
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const { wxmlToJs } = require('miniprogram-compiler');
// The package's own wxssToJs loses the compiler's message (it reads the Error it was returned as a result).
const compileWxss = require('miniprogram-compiler/src/wcsc');

const dist = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../dist/weapp'));

function wxss() {
  const sheets = fs
    .readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith('.wxss'))
    .map((file) => file.slice(0, -'.wxss'.length).split(path.sep).join('/'));
  if (sheets.length === 0) throw new Error(`no WXSS in ${dist}`);
  const result = compileWxss(dist, sheets);
  if (result instanceof Error) throw result;
  return `${sheets.length} sheets`;
}

function wxml() {
  const code = wxmlToJs(dist);
  if (!code.includes('.wxml')) throw new Error(`no WXML in ${dist}`);
  return `${Math.round(code.length / 1024)} KB of generated code`;
}

for (const [kind, compile] of Object.entries({ WXML: wxml, WXSS: wxss })) {
  try {
    console.log(`${kind}: compiled, ${compile()}`);
  } catch (e) {
    console.error(`${kind}: ${e instanceof Error ? e.message : String(e)}`);
    process.exitCode = 1;
  }
}
