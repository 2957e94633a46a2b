import fs from 'node:fs';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import type { Bundle } from './types.ts';

/** Reads a WeChat build: every text file, and its templates compiled for glass-easel. Throws on broken WXML. */
export function readDist(dist: string): Bundle {
  const group = new TmplGroup();
  const files: Record<string, string> = {};
  for (const relative of fs.readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const file = relative.split(path.sep).join('/');
    if (!/\.(js|json|wxml|wxs|wxss)$/.test(file)) continue;
    const text = fs.readFileSync(path.join(dist, relative), 'utf8');
    files[file] = text;
    if (file.endsWith('.wxml')) group.addTmpl(file.slice(0, -'.wxml'.length), text);
    else if (file.endsWith('.wxs')) group.addScript(file.slice(0, -'.wxs'.length), text);
  }
  const templates = group.getTmplGenObjectGroups();
  group.free();
  return { files, templates };
}
