import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { dayOf, loadedYears, toMillis } from '@yihu/shared';
import type { Env } from '../config/env';
import { PoliciesService } from '../modules/policies/policies.service';
import { durabilityProblems } from '../platform/db/data-source';
import { codeOf, type OpsContext, openOps } from './context';
import { fingerprint } from './manifest';

export interface Finding {
  level: 'ok' | 'warn' | 'bad';
  text: string;
}

/** Clocks further apart than this make deadlines and leases wrong. */
const SKEW_MS = 2_000;
const NODE = 24;

const ok = (text: string): Finding => ({ level: 'ok', text });
const warn = (text: string): Finding => ({ level: 'warn', text });
const bad = (text: string): Finding => ({ level: 'bad', text });

/** Looks the installation over from where it will run; changes nothing in it and prints no secret. */
export async function doctor(env: Env): Promise<Finding[]> {
  const findings = [nodeVersion(), ...environment(env), ...secrets(env), ...wechat(env)];
  findings.push(...(await folders(env)));
  let context: OpsContext;
  try {
    context = await openOps(env);
  } catch (error) {
    return [...findings, bad(error instanceof Error ? error.message : codeOf(error))];
  }
  try {
    return [
      ...findings,
      ...(await database(context)),
      ...(await calendars(context)),
      ...(await store(context)),
    ];
  } finally {
    await context.close();
  }
}

function nodeVersion(): Finding {
  const text = `Node.js ${process.versions.node}`;
  return Number(process.versions.node.split('.')[0]) >= NODE ? ok(text) : bad(`${text}:需要 ${NODE} 或更新`);
}

function environment(env: Env): Finding[] {
  const found = [env.production ? ok('生产环境 (NODE_ENV=production)') : warn('不是生产环境 (NODE_ENV)')];
  if (env.demo) found.push(warn('演示登录开着 (YIHU_DEMO=1)'));
  const isHttps = env.publicUrl.startsWith('https://');
  found.push(isHttps ? ok(`对外地址 ${env.publicUrl}`) : warn(`对外地址不是 https:${env.publicUrl}`));
  if (!env.jobs) found.push(warn('本进程不跑任务 (YIHU_JOBS=off):须有另一个进程在跑'));
  return found;
}

/** Marks by which two machines can compare their keys without showing them. */
function secrets(env: Env): Finding[] {
  const named: [string, Buffer | string][] = [
    ['YIHU_SECRET_KEY(数据密钥)', env.dataKey],
    ['YIHU_INDEX_KEY(索引密钥)', env.indexKey],
    ['WX_APP_SECRET', env.wechat.secret],
    ['WX_PUSH_TOKEN', env.wechat.pushToken],
    ['WX_AES_KEY', env.wechat.aesKey],
    ...storeSecrets(env),
  ];
  return named.map(([name, value]) =>
    value.length === 0 ? warn(`${name} 未设置`) : ok(`${name} 指纹 ${fingerprint(value)}`),
  );
}

function storeSecrets(env: Env): [string, string][] {
  const { blobS3 } = env.hosting;
  return blobS3 === null ? [] : [['BLOB_S3_SECRET', blobS3.secret]];
}

function wechat(env: Env): Finding[] {
  const { appId, templates } = env.wechat;
  const missing = Object.entries(templates).filter(([, id]) => id === '');
  return [
    appId === '' ? bad('WX_APP_ID 未设置:居民不能登录') : ok(`小程序 ${appId}`),
    missing.length === 0
      ? ok('四个订阅消息模板都已设置')
      : warn(`缺少订阅消息模板:${missing.map(([name]) => `WX_TEMPLATE_${name.toUpperCase()}`).join('、')}`),
  ];
}

async function folders(env: Env): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [what, folder] of [
    ['数据目录', env.dataDir],
    ['审计锚点目录', env.anchorDir],
  ] as const) {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const text = `${what} ${folder},余 ${Math.floor(free / 1024 ** 3)} GB`;
      found.push(free >= env.minFreeBytes ? ok(text) : bad(`${text}:磁盘快满了`));
      const isOpen = process.platform !== 'win32' && ((await stat(folder)).mode & 0o007) !== 0;
      if (isOpen && env.production) found.push(warn(`${what}允许其他用户进入:建议 chmod 750 ${folder}`));
    } catch (error) {
      found.push(bad(`${what} ${folder} 不能写:${codeOf(error)}`));
    }
  }
  return found;
}

async function database({ db, writer, clock }: OpsContext): Promise<Finding[]> {
  const isMysql = db.engine === 'mysql';
  const version = isMysql ? 'VERSION()' : 'sqlite_version()';
  const [row] = await db.read<{ v: string }>(`SELECT ${version} AS v`);
  const found = [ok(`数据库 ${isMysql ? '' : 'SQLite '}${row?.v}`)];
  const problems = await durabilityProblems((sql) => writer.query(sql), db.engine);
  found.push(...(problems.length === 0 ? [ok('提交后断电不丢')] : problems.map(bad)));
  found.push(
    (await writer.showMigrations()) ? warn('有数据库升级待做:服务启动时自动执行') : ok('数据库结构是最新的'),
  );
  if (isMysql) {
    const [time] = await db.read<{ now: string }>(
      "SELECT DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%dT%H:%i:%s.%f') AS now",
    );
    const skew = Math.abs(toMillis(`${time?.now.slice(0, 23)}Z`) - toMillis(clock.now()));
    found.push(skew <= SKEW_MS ? ok('本机与数据库的时钟一致') : bad(`本机与数据库的时钟相差 ${skew} 毫秒`));
  }
  return found;
}

async function calendars({ db, writer, clock }: OpsContext): Promise<Finding[]> {
  if (await writer.showMigrations()) return [];
  const policies = new PoliciesService(db, clock);
  await policies.reload();
  const years = loadedYears(policies.loadedCalendar());
  const year = Number(dayOf(clock.now()).slice(0, 4));
  const found = [years.includes(year) ? ok(`${year} 年节假日安排已有`) : bad(`缺少 ${year} 年节假日安排`)];
  if (!years.includes(year + 1)) found.push(warn(`还没有 ${year + 1} 年节假日安排,国务院一般 11 月公布`));
  return found;
}

async function store({ blobs }: OpsContext): Promise<Finding[]> {
  try {
    for await (const _ of blobs.list('photo/')) break;
    return [ok('照片库可读')];
  } catch (error) {
    return [bad(`照片库不能读:${codeOf(error)}`)];
  }
}
