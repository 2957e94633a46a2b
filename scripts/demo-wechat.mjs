// Makes the demo people known to the WeChat stand-in, as if each had tapped 允许 a few times.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Plain, root } from './bootstrap.mjs';

const TAPS = 5;

/** @param {string} url @param {object} body */
async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Plain(`微信替身 ${new URL(url).pathname}: HTTP ${answer.status}`);
}

/**
 * Registers the people under the openids the server knows them by, and accepts subscriptions for them: the
 * stand-in pushes each tap to the server, which credits it like a real one.
 * @param {string} standIn @param {import('@yihu/shared').DemoPerson[]} persons
 * @param {Record<string, string>} templates template ids by the server's setting names
 */
export async function introduce(standIn, persons, templates) {
  const shared = await import(pathToFileURL(join(root, 'shared', 'dist', 'index.js')).href);
  const accept = (/** @type {string[]} */ ids) => Object.fromEntries(ids.map((id) => [id, 'accept']));
  const { WX_TEMPLATE_PROGRESS, WX_TEMPLATE_RESULT, WX_TEMPLATE_INFO, WX_TEMPLATE_TASK } = templates;
  for (const { code, name, roleLabel, opens } of persons) {
    const openid = shared.demoOpenid(code);
    await post(`${standIn}/__test__/users`, { name: `${name} · ${roleLabel}`, openid });
    const ids =
      opens === 'resident'
        ? [WX_TEMPLATE_PROGRESS, WX_TEMPLATE_RESULT, WX_TEMPLATE_INFO]
        : [WX_TEMPLATE_TASK];
    for (let tap = 0; tap < TAPS; tap += 1) {
      await post(`${standIn}/__test__/tap`, {
        user: openid,
        choices: accept(ids.filter((id) => id !== undefined)),
      });
    }
  }
}
