import fs from 'node:fs';
import { JSDOM } from 'jsdom';
import { readDist } from './dist-files.ts';
import { Weapp } from './driver.ts';
import { httpAnswers } from './http.ts';
import type { Answer, Bundle } from './types.ts';

export { Weapp } from './driver.ts';
export { WxFail } from './types.ts';

export interface NodeOptions {
  /** The server under test, http://127.0.0.1:PORT. Without it wx.request must be answered by `answers`. */
  server?: string;
  answers?: Record<string, Answer>;
  systemInfo?: Record<string, unknown>;
}

const bundles = new Map<string, Bundle>();

/** Opens a WeChat build in Node; several can run side by side (resident, handler, office). Call `launch()` next. */
export function openWeapp(dist: string, options: NodeOptions = {}): Weapp {
  installDom();
  const bundle = bundles.get(dist) ?? readDist(dist);
  bundles.set(dist, bundle);
  const container = document.createElement('div');
  document.body.append(container);
  const read = (filePath: string): Promise<Blob> => app.host.files.read(filePath);
  const http = options.server === undefined ? {} : httpAnswers({ base: options.server, readFile: read });
  const app: Weapp = new Weapp(bundle, {
    container,
    readFile,
    systemInfo: options.systemInfo,
    answers: { ...http, ...options.answers },
  });
  return app;
}

async function readFile(filePath: string): Promise<Blob> {
  return new Blob([new Uint8Array(await fs.promises.readFile(filePath))]);
}

/** glass-easel draws into a document: one is shared by all apps of the process. */
function installDom(): void {
  if (globalThis.document) return;
  const { window } = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true });
  Object.assign(globalThis, { window, document: window.document, Event: window.Event });
}
