// `npm start`: installs, builds, starts the WeChat stand-in and the server, says how to sign in.
// `npm start -- --check`: the same on throw-away data, takes one order from filing to rating, stops.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureInstalled, entry, Plain, root, show } from './bootstrap.mjs';
import { build } from './build.mjs';
import { report } from './counts.mjs';
import { introduce } from './demo-wechat.mjs';
import { freePort, startService, waitFor, whenOrphaned } from './processes.mjs';
import { loadSecrets } from './secrets.mjs';

const APP_ID = 'wxtest0000000000';
const READY_TIMEOUT_MS = 120_000;
/** Which of the stand-in's subscription templates the server uses for what, by title. */
const TEMPLATES = {
  WX_TEMPLATE_PROGRESS: '诉求办理进度通知',
  WX_TEMPLATE_RESULT: '诉求办结通知',
  WX_TEMPLATE_INFO: '补充信息提醒',
  WX_TEMPLATE_TASK: '工单任务提醒',
};
/** Where the H5 build shows each kind of demo person her work. */
const FIRST_PAGES = {
  resident: ['居民 residents', 'resident/home/index'],
  desk: ['热线办与管理 office', 'handler/desk/index'],
  handler: ['承办单位 handlers', 'handler/tasks/index'],
};

/** @typedef {import('./processes.mjs').Service} Service */
/** @type {Service[]} */
const running = [];
/** @type {string | undefined} */
let throwAway;
// Once set, a person has stopped us: the services end too, and the way out is the signal handler's.
let stopping = false;

async function stopAll() {
  stopping = true;
  // The server first: it may still have something to send to the stand-in.
  for (const service of running.splice(0).reverse()) await service.stop();
  if (throwAway) rmSync(throwAway, { recursive: true, force: true, maxRetries: 5 });
}

function leave() {
  if (stopping) return;
  console.log('\n正在停止 … (stopping)');
  stopAll().finally(() => process.exit(0));
}

process.stdout.on('error', () => undefined); // the terminal may be gone while we stop
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
whenOrphaned(leave);

/** @param {string[]} script @param {NodeJS.ProcessEnv} env @param {string} name @returns {Service} */
function start(name, script, env) {
  const service = startService(name, script, env);
  running.push(service);
  return service;
}

/** @param {string | undefined} text @param {number} otherwise */
async function portToUse(text, otherwise) {
  const port = Number(text || otherwise);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Plain(`PORT=${text} 不是 0–65535 的整数 (PORT must be an integer from 0 to 65535)`);
  }
  try {
    return await freePort(port, process.env.HOST || '127.0.0.1');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code !== 'EADDRINUSE') throw new Plain(`不能使用端口 ${port} (cannot use the port): ${code}`);
    throw new Plain(
      `端口 ${port} 已被占用。请先停止占用它的程序,或换一个端口,例如:PORT=${port + 1} npm start (port ${port} is taken)`,
    );
  }
}

/** @param {string} dataDir @param {string} appUrl */
async function startStandIn(dataDir, appUrl) {
  const port = await freePort();
  const { WX_APP_SECRET, WX_PUSH_TOKEN, WX_AES_KEY } = loadSecrets(dataDir);
  const options = {
    port: String(port),
    'app-id': APP_ID,
    secret: WX_APP_SECRET,
    'app-url': appUrl,
    'push-url': `${appUrl}/wechat/push`,
    'push-token': WX_PUSH_TOKEN,
    'push-aes-key': WX_AES_KEY,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const service = start('微信替身 WeChat stand-in', ['scripts/wechat-standin/main.ts', ...args], {});
  const url = `http://127.0.0.1:${port}`;
  await waitFor(service, `${url}/`, 30_000);
  return url;
}

/** @param {string} standIn @returns {Promise<Record<string, string>>} the server's template ids */
async function templateIds(standIn) {
  const answer = await fetch(`${standIn}/__test__/templates`);
  const list = /** @type {{ title: string, priTmplId: string }[]} */ (await answer.json());
  const ids = Object.entries(TEMPLATES).map(([name, title]) => {
    const found = list.find((template) => template.title === title);
    if (!found) throw new Plain(`微信替身没有模板“${title}” (the stand-in has no such template)`);
    return [name, found.priTmplId];
  });
  return Object.fromEntries(ids);
}

/** @param {string} dataDir @param {string} url @param {string} standIn @param {Record<string, string>} templates */
async function startServer(dataDir, url, standIn, templates) {
  const env = {
    ...loadSecrets(dataDir),
    // This command is the demonstration; production is started by its own means (docs).
    NODE_ENV: 'development',
    PORT: new URL(url).port,
    YIHU_DATA_DIR: dataDir,
    YIHU_STATIC_DIR: join(root, 'miniprogram', 'dist', 'h5'),
    YIHU_CONSOLE_DIR: join(root, 'console', 'dist'),
    YIHU_DEMO: '1',
    WX_API_BASE: standIn,
    WX_APP_ID: APP_ID,
    ...templates,
  };
  const server = start('服务 server', ['server/dist/main.js'], env);
  await waitFor(server, `${url}/readyz`, READY_TIMEOUT_MS);
}

/** @param {string} url @param {string} standIn @param {string} dataDir @param {Record<string, string>} templates */
async function welcome(url, standIn, dataDir, templates) {
  const answer = await fetch(`${url}/api/session/demo`);
  if (!answer.ok) throw new Plain(`演示人员名单读取失败 (demo people): HTTP ${answer.status}`);
  const { persons } = /** @type {{ persons: import('@yihu/shared').DemoPerson[] }} */ (await answer.json());
  await introduce(standIn, persons, templates);
  const database = process.env.DATABASE_URL ? 'DATABASE_URL 指定的数据库' : dataDir;
  console.log(`
一呼即应已启动 (Yihu is up)
  居民与工作人员 app       ${url}/
  热线办工作台 desk        ${url}/desk/
  微信替身 WeChat stand-in ${standIn}/   看各演示人员收到的微信消息
  健康检查 health          ${url}/healthz   ${url}/readyz
  数据 data                ${database}

演示登录 (sign in):打开 ${url}/#/resident/sign-in/index 输入登录码;几个人同时用时,每人开一个无痕窗口`);
  for (const [opens, [title, page]] of Object.entries(FIRST_PAGES)) {
    console.log(`\n  ${title}   ${url}/#/${page}`);
    for (const person of persons.filter((one) => one.opens === opens)) {
      console.log(`    ${person.code.padEnd(12)} ${person.name} · ${person.roleLabel}`);
    }
  }
  console.log('\n按 Ctrl-C 停止 (Ctrl-C stops everything)');
}

/** @param {boolean} check */
async function bringUp(check) {
  const port = await portToUse(process.env.PORT, check ? 0 : 3000);
  await ensureInstalled();
  await build(['shared', 'server', 'h5', 'console']);
  // A database that stays needs the keys its rows were written with: they lie in the data folder.
  const keeps = process.env.YIHU_DATA_DIR || process.env.DATABASE_URL;
  if (check && !keeps) throwAway = mkdtempSync(join(tmpdir(), 'yihu-check-'));
  const dataDir = throwAway ?? resolve(root, process.env.YIHU_DATA_DIR || 'data');
  const url = `http://127.0.0.1:${port}`;
  const standIn = await startStandIn(dataDir, url);
  const templates = await templateIds(standIn);
  await startServer(dataDir, url, standIn, templates);
  return { url, standIn, dataDir, templates };
}

async function check() {
  try {
    const { url } = await bringUp(true);
    const { walk } = await import('./check-journey.mjs');
    await walk(url);
    console.log('自检通过:一件诉求从提交到评价走完 (one order taken from filing to rating)');
    return report({ passed: 1, failed: 0, skipped: 0 });
  } catch (error) {
    show(error);
    return report({ passed: 0, failed: 1, skipped: 0 });
  } finally {
    await stopAll();
  }
}

async function serve() {
  try {
    const { url, standIn, dataDir, templates } = await bringUp(false);
    await welcome(url, standIn, dataDir, templates);
  } catch (error) {
    if (stopping) return new Promise(() => undefined);
    await stopAll();
    throw error;
  }
  const [first, code] = await Promise.race(
    running.map(async (service) => /** @type {const} */ ([service, await service.ended])),
  );
  if (stopping) return new Promise(() => undefined);
  await stopAll();
  throw new Plain(`${first.name} 意外退出,退出码 ${code} (ended unexpectedly)`);
}

await entry(async () => {
  if (!existsSync(join(root, 'server')))
    throw new Plain('请在完整的项目目录中运行 (run inside a full checkout)');
  return process.argv.includes('--check') ? check() : serve();
});
