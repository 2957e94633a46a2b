// `node scripts/screenshots.mjs http://127.0.0.1:3000` against a running `npm start`: walks one matter from filing
// to rating as the demo people and takes the README's pictures of it (docs/images).
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Plain } from './bootstrap.mjs';
import { OUT, takePictures } from './picture-browser.mjs';
import { tinyPhoto } from './tiny-photo.mjs';

const HERE = { latitude: 31.8395, longitude: 117.2334 };
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REPLY = '丁香01网格今天上午清走3号楼消防通道里的6辆电动车,并在楼道口划了禁停线、贴了提示。';

const ulid = () => `01${Array.from(randomBytes(24), (byte) => CROCKFORD.charAt(byte % 32)).join('')}`;

/** @param {string} url @param {string} code */
async function signIn(url, code) {
  /** @param {string} method @param {string} path @param {any} [body] @param {string} [token] */
  const call = async (method, path, body, token) => {
    const form = body instanceof FormData;
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      body: form || !body ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Plain(`${method} ${path}: ${await answer.text()}`);
    return /** @type {Promise<any>} */ (answer.json());
  };
  const { token } = await call('POST', '/api/session/demo', { code });
  return {
    /** @param {string} path */
    get: (path) => call('GET', path, undefined, token),
    /** @param {string} path @param {any} body */
    post: (path, body) => call('POST', path, body, token),
    /** @param {string} id @param {string} action @param {object} [fields] */
    act: async (id, action, fields = {}) => {
      const { version } = await call('GET', `/api/orders/${id}`, undefined, token);
      return call(
        'POST',
        `/api/orders/${id}/actions/${action}`,
        { commandId: ulid(), version, fields },
        token,
      );
    },
    /** @param {string} draftId @param {string} purpose */
    upload: async (draftId, purpose) => {
      const form = new FormData();
      form.set('draftId', draftId);
      form.set('purpose', purpose);
      form.set(
        'file',
        new Blob([new Uint8Array(tinyPhoto(640, 480, purpose.length * 20))], { type: 'image/png' }),
        'photo.png',
      );
      return (await call('POST', '/api/attachments', form, token)).id;
    },
  };
}

/** @param {string} base @param {any} browser */
async function main(base, browser) {
  /** @param {string} name the person's button on the sign-in page */
  const open = async (name) => {
    const context = await browser.newContext({
      viewport: { width: 375, height: 812 },
      deviceScaleFactor: 2,
      geolocation: HERE,
      permissions: ['geolocation'],
    });
    const page = await context.newPage();
    await page.goto(`${base}/#/resident/sign-in/index`);
    await page.getByText(name, { exact: true }).first().click();
    await page.waitForTimeout(1200);
    return page;
  };
  /** @param {any} page @param {string} path @param {string} name */
  const shoot = async (page, path, name) => {
    await page.goto(`${base}/#/${path}`);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(OUT, `${name}.png`) });
    console.log(`${name}.png`);
  };

  const li = await signIn(base, 'li');
  const zhang = await signIn(base, 'grid-zhang');
  const chen = await signIn(base, 'desk-chen');
  const { streets } = await li.get('/api/streets');
  const draft = {
    draftId: ulid(),
    streetId: streets[0].id,
    text: '3号楼消防通道被电动车堵住了,人都过不去。我叫李桂芳,住3栋502,电话13855512345。',
    photoIds: /** @type {string[]} */ ([]),
    point: { lat: HERE.latitude, lng: HERE.longitude, datum: 'WGS84' },
    gridCode: null,
    address: '丁香家园3号楼',
    classCode: '100101',
    requestType: 'COMPLAINT',
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: 'SURNAME',
    contactName: '李桂芳',
    contactPhone: '13855512345',
  };
  draft.photoIds = [await li.upload(draft.draftId, 'REPORT')];
  const { orderId } = await li.post('/api/orders', draft);
  await li.post('/api/orders', {
    ...draft,
    draftId: ulid(),
    photoIds: [],
    classCode: null,
    text: '楼下广场舞音响太响',
  });

  const resident = await open('李阿姨');
  await shoot(resident, 'resident/home/index', 'home');
  await shoot(resident, 'resident/file/index', 'file');
  const worker = await open('张敏');
  await shoot(worker, 'handler/tasks/index', 'tasks');
  await zhang.act(orderId, 'sign');
  await shoot(worker, `handler/order/index?id=${orderId}`, 'handle');
  const after = await zhang.upload(draft.draftId, 'AFTER');
  await zhang.act(orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY, photos: [after] });
  const clerk = await open('陈晓');
  await shoot(clerk, 'handler/desk/index', 'desk');
  await shoot(clerk, `handler/order/index?id=${orderId}`, 'check');
  await chen.act(orderId, 'approve', { publicText: REPLY });
  await shoot(resident, `resident/order/index?id=${orderId}`, 'result');
  await shoot(resident, `resident/rate/index?id=${orderId}`, 'rate');
  await shoot(resident, 'resident/inbox/index', 'inbox');
}

await takePictures('node scripts/screenshots.mjs http://127.0.0.1:3000', main);
