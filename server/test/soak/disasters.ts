import { setTimeout as wait } from 'node:timers/promises';
import type { StandinControl } from '../../../scripts/wechat-standin/control-client.ts';
import type { OwnMariadb } from '../own-mariadb';
import { pick } from '../seeded';
import type { ServerProcess } from '../server-process';
import type { TcpProxy } from '../tcp-proxy';

/** What a soak may break. `mariadb` and `line` are null on SQLite. */
export interface Scene {
  servers: readonly ServerProcess[];
  wechat: StandinControl;
  mariadb: OwnMariadb | null;
  line: TcpProxy | null;
  random: () => number;
}

type Strike = (scene: Scene) => Promise<void>;

const SEND = '/cgi-bin/message/subscribe/send';
const HTML = '<html><body>系统维护中</body></html>';
/** The switches of the stand-in, each for some calls. */
const WECHAT_FAULTS: readonly Record<string, unknown>[] = [
  { errcode: -1 },
  { errcode: 40001 },
  { errcode: 42001 },
  { errcode: 43108 },
  { errcode: 45009 },
  { errcode: 45011 },
  { status: 502 },
  { html: HTML },
  { html: '{"errcode":{}}' },
  { delayMs: 2500 },
  { drop: true },
  { dropAfter: true },
];

/** One after the other, so that each is met by servers that had come to rest from the last. */
const ANYWHERE: Record<string, Strike> = {
  'server killed': async (scene) => {
    const server = pick(scene.random, scene.servers);
    await server.kill();
    await wait(scene.random() * 500);
    await server.start();
  },
  'servers restarted in turn': async ({ servers }) => {
    for (const server of servers) {
      await server.stop();
      await server.start();
    }
  },
  'WeChat fails': async ({ wechat, random }) => {
    const fault = pick(random, WECHAT_FAULTS);
    const path = random() < 0.8 ? SEND : '/cgi-bin/stable_token';
    await wechat.post('faults', { path, times: 1 + Math.floor(random() * 15), ...fault });
    await wait(1500);
  },
  'WeChat token taken': async ({ wechat }) => {
    await wechat.post('expire-token', { how: 'replaced' });
  },
};

/** A disaster of the database and of the line to it. */
const DATABASE: Record<
  string,
  (scene: Required<Scene> & { mariadb: OwnMariadb; line: TcpProxy }) => Promise<void>
> = {
  'database killed': async ({ mariadb, random }) => {
    await mariadb.kill();
    await wait(random() * 3000);
    await mariadb.restart();
  },
  'database restarted': async ({ mariadb, random }) => {
    await mariadb.end();
    await wait(random() * 3000);
    await mariadb.restart();
  },
  'line stalls': async ({ line, random }) => {
    line.fault = { kind: 'stall' };
    await wait(1000 + random() * 8000);
    line.heal();
  },
  'line cuts after a COMMIT': async ({ line, random }) => {
    line.fault = {
      kind: 'dropCommitAnswer',
      table: pick(random, ['work_order', 'event', 'notice', 'audit']),
    };
    await wait(1500);
    line.heal();
  },
  'line splits packets': async ({ line }) => {
    line.fault = { kind: 'split' };
    await wait(2000);
    line.heal();
  },
  'server killed with the database away': async ({ mariadb, servers, random }) => {
    const server = pick(random, servers);
    await mariadb.kill();
    await server.kill();
    await mariadb.restart();
    await server.start();
  },
};

/** Strikes once, as the seed says; answers what it was. */
export async function strike(scene: Scene): Promise<string> {
  const { mariadb, line, random } = scene;
  const names = [
    ...Object.keys(ANYWHERE),
    ...(mariadb === null || line === null ? [] : Object.keys(DATABASE)),
  ];
  const name = pick(random, names);
  const anywhere = ANYWHERE[name];
  if (anywhere !== undefined) await anywhere(scene);
  else if (mariadb !== null && line !== null) await DATABASE[name]?.({ ...scene, mariadb, line });
  return name;
}
