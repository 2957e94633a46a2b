/**
 * `node scripts/wechat-standin/main.ts --port N [--app-id wxtest…] [--secret …] [--users people.json] [--app-url http://…]
 *  [--push-url http://… --push-token … --push-aes-key … --push-mode safe|plain]`
 * Prints one line with its address when it is ready; stops on SIGINT, SIGTERM.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PushTarget } from './push.ts';
import { startStandin } from './standin.ts';
import type { UserSeed } from './world.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'app-id': { type: 'string', default: 'wxtest0000000000' },
    secret: { type: 'string', default: 'standin-secret' },
    users: { type: 'string' },
    'app-url': { type: 'string' },
    'push-url': { type: 'string' },
    'push-token': { type: 'string', default: '' },
    'push-aes-key': { type: 'string', default: '' },
    'push-mode': { type: 'string', default: 'safe' },
  },
});

/** `[{"name": "王阿姨", "openid"?: "o…", "unionid"?: "…", "blocked"?: true}, …]` */
function seedUsers(path: string | undefined): UserSeed[] {
  if (!path) return [];
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(list) || list.some((one) => typeof one?.name !== 'string')) {
    throw new Error(`${path}: a JSON array of users with a name is needed`);
  }
  return list;
}

function pushTarget(): PushTarget | undefined {
  const url = values['push-url'];
  if (!url) return undefined;
  const mode = values['push-mode'] === 'plain' ? 'plain' : 'safe';
  return { url, token: values['push-token'], aesKey: values['push-aes-key'], mode };
}

if (!values['app-id'].startsWith('wxtest')) {
  process.stderr.write('警告：appid 不以 wxtest 开头。不要把真实小程序的 AppSecret 交给模拟服务。\n');
}
const standin = await startStandin({
  port: Number(values.port),
  appId: values['app-id'],
  secret: values.secret,
  users: seedUsers(values.users),
  appUrl: values['app-url'],
  push: pushTarget(),
});
process.stdout.write(`微信模拟服务已启动：${standin.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void standin.close().then(() => process.exit(0)));
}
