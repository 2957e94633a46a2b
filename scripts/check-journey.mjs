// One order from filing to rating over HTTP, as the demo people: what `npm start -- --check` walks through.
import { randomBytes } from 'node:crypto';
import { Plain } from './bootstrap.mjs';
import { tinyPhoto } from './tiny-photo.mjs';

/** @typedef {import('@yihu/shared').OrderView} OrderView */
/** @typedef {import('@yihu/shared').DemoPerson} DemoPerson */
/** @typedef {import('@yihu/shared').SubmitOrder} SubmitOrder */

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id as clients make them: a ULID, 10 characters of time and 16 of chance. */
function newUlid() {
  let time = '';
  for (let rest = Date.now(); time.length < 10; rest = Math.floor(rest / 32)) {
    time = CROCKFORD.charAt(rest % 32) + time;
  }
  return time + Array.from(randomBytes(16), (byte) => CROCKFORD.charAt(byte % 32)).join('');
}

/** A signed-in person with the few calls the journey makes. */
class Person {
  /** @param {string} url @param {string} name @param {string} token */
  constructor(url, name, token) {
    this.url = url;
    this.name = name;
    this.token = token;
  }

  /**
   * @param {string} method @param {string} path @param {object} [body] JSON, or a form as it is
   * @returns {Promise<any>} the parsed answer; a refusal is a failure of the check
   */
  async call(method, path, body) {
    const form = body instanceof FormData;
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body && !form ? { 'content-type': 'application/json' } : {}),
      },
      body: form ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Plain(`${this.name} ${method} ${path}: HTTP ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  /** @param {string} id @returns {Promise<OrderView>} */
  order(id) {
    return this.call('GET', `/api/orders/${id}`);
  }

  /**
   * @param {string} id @param {import('@yihu/shared').ActionName} action @param {Record<string, unknown>} [fields]
   */
  async act(id, action, fields = {}) {
    const { version, allowed } = await this.order(id);
    const offered = allowed.join(' ') || '无';
    expect(allowed.includes(action), `${this.name} 应能“${action}”,可用的只有 (offered): ${offered}`);
    await this.call('POST', `/api/orders/${id}/actions/${action}`, {
      commandId: newUlid(),
      version,
      fields,
    });
    console.log(`  ✔ ${this.name}:${action}`);
  }

  /** @param {number} tint @param {string} draftId @param {'REPORT' | 'BEFORE' | 'AFTER'} purpose */
  async upload(tint, draftId, purpose) {
    const form = new FormData();
    form.append('draftId', draftId);
    form.append('purpose', purpose);
    form.append(
      'file',
      new Blob([new Uint8Array(tinyPhoto(640, 480, tint))], { type: 'image/png' }),
      'photo.png',
    );
    const { id } = await this.call('POST', '/api/attachments', form);
    return id;
  }
}

/** @param {unknown} truth @param {string} otherwise @returns {asserts truth} */
function expect(truth, otherwise) {
  if (!truth) throw new Plain(`自检未通过 (check failed): ${otherwise}`);
}

/** @param {string} url @param {DemoPerson} demo */
async function signIn(url, demo) {
  const guest = new Person(url, demo.name, '');
  const { token } = await guest.call('POST', '/api/session/demo', { code: demo.code });
  return new Person(url, `${demo.name}(${demo.roleLabel})`, token);
}

/** A point the server itself finds inside one of its grids. @param {Person} resident */
async function pickPlace(resident) {
  const { streets } = await resident.call('GET', '/api/streets');
  const streetId = streets[0]?.id;
  expect(streetId, '没有街道 (no street)');
  /** @type {import('@yihu/shared').StreetGridsAnswer} */
  const { grids } = await resident.call('GET', `/api/streets/${streetId}/grids?datum=WGS84`);
  for (const { code, outline } of grids) {
    const ring = outline.coordinates[0]?.[0]?.slice(1) ?? [];
    /** @param {0 | 1} axis */
    const middle = (axis) => ring.reduce((total, position) => total + position[axis], 0) / ring.length;
    const point = /** @type {const} */ ({ lng: middle(0), lat: middle(1), datum: 'WGS84' });
    const query = new URLSearchParams({ lat: String(point.lat), lng: String(point.lng), datum: point.datum });
    const place = await resident.call('GET', `/api/places/locate?${query}`);
    if (place.inside && place.grid.code === code) return { streetId, point, gridCode: code };
  }
  throw new Plain('自检未通过:没有一个网格的中点在它自己里面 (no grid contains its own middle)');
}

/** @param {Person} resident */
async function file(resident) {
  const { CLASS_LEAVES, searchClasses } = await import('@yihu/shared');
  const { streetId, point } = await pickPlace(resident);
  const draftId = newUlid();
  /** @type {SubmitOrder} */
  const order = {
    draftId,
    streetId,
    text: '楼道里堆了杂物,消防通道走不通,请来看看。',
    photoIds: [await resident.upload(40, draftId, 'REPORT')],
    point,
    gridCode: null,
    address: '3 栋 2 单元',
    classCode: searchClasses('消防通道', CLASS_LEAVES)[0]?.code ?? null,
    requestType: 'HELP',
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: 'SURNAME',
    contactName: '李敏',
    contactPhone: '13900000001',
  };
  /** @type {import('@yihu/shared').Receipt} */
  const receipt = await resident.call('POST', '/api/orders', order);
  expect(!receipt.outside, '辖区内的点被当成辖区外 (a point inside was taken for outside)');
  const again = await resident.call('POST', '/api/orders', order);
  expect(again.orderId === receipt.orderId, '重复提交得到了第二件 (a repeat made a second order)');
  console.log(`  ✔ ${resident.name}:submit ${receipt.orderNo}`);
  return receipt.orderId;
}

/** Policy may have accepted and dispatched already; the office does what is left. @param {Person} office @param {string} id */
async function bringToLead(office, id) {
  const { state } = await office.order(id);
  if (state === 'SUBMITTED') await office.act(id, 'accept');
  const { state: now, suggestedUnit } = await office.order(id);
  if (now !== 'ACCEPTED') return;
  expect(suggestedUnit, '没有建议的承办单位 (no unit is suggested)');
  await office.act(id, 'dispatch', { leadUnitId: suggestedUnit.unitId });
}

/** @param {Person[]} handlers @param {string} id @returns {Promise<Person>} the one whose unit is to sign */
async function findLead(handlers, id) {
  for (const handler of handlers) {
    /** @type {import('@yihu/shared').Page<import('@yihu/shared').OrderSummary>} */
    const { items } = await handler.call('GET', '/api/orders/tasks');
    if (items.some((item) => item.id === id)) return handler;
  }
  throw new Plain('自检未通过:没有一位演示人员收到这件 (no demo handler has the order in her tasks)');
}

/** @param {Person} lead @param {string} id */
async function handle(lead, id) {
  await lead.act(id, 'sign');
  await lead.act(id, 'arrive', { photos: [await lead.upload(120, newUlid(), 'BEFORE')] });
  await lead.act(id, 'reply', {
    outcome: 'SOLVED',
    publicText: '网格员当天到现场,已清走楼道杂物,消防通道恢复畅通,并提醒了相关住户。',
    photos: [await lead.upload(200, newUlid(), 'AFTER')],
  });
}

/** @param {Person} resident @param {string} id */
async function rate(resident, id) {
  await resident.act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'VERY_SATISFIED' });
  const { rating, timeline, headline } = await resident.order(id);
  expect(rating?.solved === 'YES', '评价没有存下 (the rating was not stored)');
  const after = timeline.flatMap((entry) => entry.photos).find((photo) => photo.purpose === 'AFTER');
  expect(after, '诉求人看不到办理后的照片 (the photo of the result is not shown)');
  const picture = await fetch(new URL(after.url, resident.url));
  expect(picture.ok, `办理后的照片打不开 (the photo does not open): HTTP ${picture.status}`);
  console.log(`  ✔ ${headline}`);
}

/**
 * @param {string} url the running server
 * @throws {Plain} at the first step that does not go as it must
 */
export async function walk(url) {
  /** @type {{ persons: DemoPerson[] }} */
  const { persons } = await new Person(url, '访客', '').call('GET', '/api/session/demo');
  /** @param {DemoPerson['opens']} opens */
  const all = (opens) => Promise.all(persons.filter((p) => p.opens === opens).map((p) => signIn(url, p)));
  const [resident] = await all('resident');
  const [office] = await all('desk');
  expect(resident && office, '演示人员不全 (a resident and an office person are needed)');
  const id = await file(resident);
  await bringToLead(office, id);
  await handle(await findLead(await all('handler'), id), id);
  await office.act(id, 'approve', {
    publicText: '南七街道热线办已核对现场照片:楼道杂物已清走,消防通道恢复畅通。',
  });
  await rate(resident, id);
}
