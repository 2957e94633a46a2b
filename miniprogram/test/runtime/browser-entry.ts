// Bundled into the browser page: runs the WeChat build with real touches, typing, file choosing and HTTP.
import { dialogAnswers, drawFrame, type Theme } from './browser-frame.ts';
import { addStyles, followAttributes } from './browser-look.ts';
import { createSelectorQuery } from './browser-query.ts';
import { builtinEffects } from './builtin.ts';
import { Weapp } from './driver.ts';
import { httpAnswers } from './http.ts';
import { type Args, type Bundle, WxFail } from './types.ts';

declare global {
  interface Window {
    WEAPP_BUNDLE: Bundle;
    /** The running app, for `page.evaluate`. */
    weapp: Weapp;
    /** Set by the test (exposeFunction): answers login, getLocation, requestSubscribeMessage … or null. */
    weappAnswer?: (name: string, args: Args) => Promise<Args | null>;
  }
}

const BASE = ''; // the page is served from the server's own origin
const bundle = window.WEAPP_BUNDLE;

/** What the test says, or that the person refused. */
const asked = (name: string) => async (args: Args) => {
  const answer = await window.weappAnswer?.(name, args);
  if (!answer) throw new WxFail('cancel');
  return answer;
};

/** A real file chooser, so that Playwright can put real photos in. */
function chooseMedia({ count }: Args): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', accept: 'image/*', multiple: Number(count ?? 1) > 1 });
    input.onchange = () => {
      const files = [...(input.files ?? [])].slice(0, Number(count ?? 9));
      resolve({
        tempFiles: files.map((file) => ({
          tempFilePath: URL.createObjectURL(file),
          size: file.size,
          fileType: 'image',
        })),
      });
    };
    input.oncancel = () => reject(new WxFail('cancel'));
    input.click();
  });
}

addStyles(bundle);
const container = document.createElement('div');
document.body.append(container);
followAttributes(BASE, (path) => app.host.files.read(path));

const readTemp = async (path: string) => (await fetch(path)).blob();
const app: Weapp = new Weapp(bundle, {
  container,
  readFile: readTemp,
  nativeEvents: true,
  systemInfo: {
    windowWidth: innerWidth,
    windowHeight: innerHeight,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
  },
  answers: {
    ...httpAnswers({ base: BASE, readFile: (path) => app.host.files.read(path) }),
    ...dialogAnswers(),
    chooseMedia,
    login: asked('login'),
    getLocation: asked('getLocation'),
    scanCode: asked('scanCode'),
    requestSubscribeMessage: asked('requestSubscribeMessage'),
    makePhoneCall: asked('makePhoneCall'),
  },
});
window.weapp = app;
app.host.wx.createSelectorQuery = createSelectorQuery;

const isNode = (target: EventTarget | null): target is HTMLInputElement =>
  target !== null && '__wxElement' in target;
for (const type of ['input', 'focus', 'blur'] as const) {
  // capturing at the document, and no further: the framework would pass on the browser's event, without a value
  const listen = (event: Event) => {
    if (!isNode(event.target)) return;
    event.stopPropagation();
    const { value, selectionStart } = event.target;
    app.fire(event.target, type, { value, cursor: selectionStart ?? value?.length ?? 0 });
  };
  document.addEventListener(type, listen, true);
}
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !isNode(event.target) || event.target.localName !== 'input') return;
  app.fire(event.target, 'confirm', { value: event.target.value });
});
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || !container.contains(event.target)) return;
  for (const effect of builtinEffects(event.target)) app.fire(effect.target, effect.type, effect.detail);
});

window.addEventListener('online', () => app.host.setNetwork(true));
window.addEventListener('offline', () => app.host.setNetwork(false));
const titleOf = (path: string) => {
  const page = JSON.parse(bundle.files[`${path}.json`] ?? '{}') as { navigationBarTitleText?: string };
  return page.navigationBarTitleText ?? app.engine.appJson.window?.navigationBarTitleText ?? '';
};
drawFrame(app, titleOf, JSON.parse(bundle.files['theme.json'] ?? '{}') as Theme);
await app.engine.launch(location.hash.slice(1) || undefined);
