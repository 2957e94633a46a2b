import 'reflect-metadata';
import { resolve } from 'node:path';
import { type Instant, toInstant } from '@yihu/shared';
import { ConfigError, Env } from './config/env';
import { resumeAfterRestore } from './ops/after-restore';
import { backup } from './ops/backup';
import { importCalendar } from './ops/calendar';
import {
  restoredProblems,
  verifyAudit,
  verifyFigures,
  verifyInvariants,
  verifyPhotos,
  verifyTallies,
} from './ops/checks';
import { type OpsContext, OpsError, openOps } from './ops/context';
import { doctor } from './ops/doctor';
import { readManifest } from './ops/manifest';
import { foreignKeys, migrateRestored, restore } from './ops/restore';
import { simulatePolicy } from './ops/simulate';

const USAGE = `用法: npm run ops -- <命令>
  doctor                    体检:环境、密钥指纹、数据库、节假日、磁盘、时钟
  backup 目录               备份到一个新目录(数据库、照片、审计锚点;不含密钥)
  restore 目录 [--verify]   恢复到空的数据目录和数据库;--verify 恢复后全面核对
  restored 备份时间         手工灌库恢复以后:保住已发出的单号,不重发消息,全员重新登录
  verify-photos             每张照片、水印图和录音的字节是否还在、是否原样
  audit verify              重算审计链,并与库外的每日锚点核对
  invariants                数据是否自相矛盾
  tallies [--rebuild]       看板的计数与逐件清点是否一致;--rebuild 按清点结果改正
  calendar 文件             导入一年的节假日安排(JSON)
  simulate 首日 末日 规则 [单位编码]
                            换一套时限,那段时间会怎样;规则写预设名(逗号分开)或 JSON 文件
退出码: 0 正常 · 1 发现问题 · 2 用法不对`;

const say = (text: string) => process.stdout.write(`${text}\n`);
const MARKS = { ok: '✔', warn: '!', bad: '✘' } as const;

type Command = (env: Env, args: readonly string[]) => Promise<boolean>;

/** Opens the installation, works on it, closes it. */
function onData(work: (context: OpsContext, args: readonly string[]) => Promise<boolean>): Command {
  return async (env, args) => {
    const context = await openOps(env);
    try {
      return await work(context, args);
    } finally {
      await context.close();
    }
  };
}

/** The file or folder a command was given. */
function pathIn(args: readonly string[]): string {
  const [dir] = args.filter((arg) => !arg.startsWith('--'));
  if (dir === undefined) throw new UsageError('请写明目录或文件');
  return resolve(dir);
}

class UsageError extends Error {}

async function runDoctor(env: Env): Promise<boolean> {
  const findings = await doctor(env);
  for (const { level, text } of findings) say(`${MARKS[level]} ${text}`);
  return findings.every(({ level }) => level !== 'bad');
}

async function runBackup(context: OpsContext, args: readonly string[]): Promise<boolean> {
  const dir = pathIn(args);
  const made = await backup(context, dir);
  say(`✔ 已备份到 ${dir}:工单 ${made.rows.work_order} 件,文件 ${made.blobs.count} 个,截至 ${made.madeAt}`);
  say(
    `! 备份不含密钥。请另外妥善保管 YIHU_SECRET_KEY、YIHU_INDEX_KEY(指纹 ${Object.values(made.keys).join('、')});`,
  );
  say('  没有它们,备份里的手机号等加密内容谁也读不出');
  return true;
}

async function runRestore(env: Env, args: readonly string[]): Promise<boolean> {
  const dir = pathIn(args);
  const manifest = await restore(env, dir);
  say(`✔ 已恢复 ${manifest.madeAt} 的备份`);
  await migrateRestored(env);
  await onData((context) => tellResumed(context, manifest.madeAt))(env, args);
  const foreign = foreignKeys(env, manifest);
  if (foreign.length > 0) {
    say(`✘ 现在配置的密钥不是写这些数据时的密钥:${foreign.join('、')};请换回原来的密钥再启动`);
  }
  if (!args.includes('--verify')) return foreign.length === 0;
  const isWhole = await onData(async (context) => {
    const problems = await restoredProblems(context, await readManifest(dir));
    for (const problem of problems) say(`✘ ${problem}`);
    if (problems.length === 0) say('✔ 行数和审计链与备份清单一致');
    // Waiting jobs were young when the backup was made: its time is the one to judge by.
    const results = [
      await tellInvariants(context, manifest.madeAt),
      await tellPhotos(context, manifest.madeAt),
      await tellAudit(context, manifest.madeAt),
    ];
    return problems.length === 0 && results.every(Boolean);
  })(env, args);
  return isWhole && foreign.length === 0;
}

async function runRestored(context: OpsContext, args: readonly string[]): Promise<boolean> {
  const [given = ''] = args;
  const millis = Date.parse(given);
  if (Number.isNaN(millis)) throw new UsageError('请写明备份的时间,例如 2026-11-22T02:30:00+08:00');
  return tellResumed(context, toInstant(millis));
}

async function tellResumed({ db, clock }: OpsContext, madeAt: Instant): Promise<boolean> {
  const { held, ended } = await resumeAfterRestore(db, madeAt, clock.now());
  say(
    `✔ 单号已跳过备份以后可能发出的号码;${held} 条待发的微信消息改由人决定;${ended} 个登录已结束,请大家重新登录`,
  );
  return true;
}

async function runCalendar(context: OpsContext, args: readonly string[]): Promise<boolean> {
  const { year, version, offDays, workDays } = await importCalendar(context, pathIn(args));
  say(`✔ 已导入 ${year} 年节假日安排(${version}):放假 ${offDays.length} 天,调休上班 ${workDays.length} 天`);
  return true;
}

async function runSimulate(context: OpsContext, args: readonly string[]): Promise<boolean> {
  if (args.length < 3) throw new UsageError('请写明首日、末日和规则');
  const { lines } = await simulatePolicy(context, args);
  for (const line of lines) say(line);
  return true;
}

async function tellInvariants(context: OpsContext, now: string): Promise<boolean> {
  const { folded, violations } = await verifyInvariants(context, now);
  for (const { name, title, count, subjects } of violations) {
    say(`✘ ${name} ${title}:${count} 处不符,例如 ${subjects.join(' ')}`);
  }
  if (violations.length === 0) say(`✔ 数据没有自相矛盾之处(逐件重放了 ${folded} 件工单)`);
  return violations.length === 0;
}

async function tellPhotos(context: OpsContext, now: string): Promise<boolean> {
  const report = await verifyPhotos(context, now);
  for (const { attachmentId, key, problem } of report.problems) {
    say(
      `✘ 附件 ${attachmentId} 的 ${key} ${{ MISSING: '不见了', SIZE: '长度不对', HASH: '内容变了', UNMARKED: '一天了还没有水印图' }[problem]}`,
    );
  }
  const { young, old } = report.orphans;
  say(
    `${report.ok ? '✔' : '✘'} 附件 ${report.checked} 个,问题 ${report.problems.length} 个;无主文件:新 ${young} 个,待清理 ${old} 个`,
  );
  return report.ok;
}

async function runTallies(context: OpsContext, args: readonly string[]): Promise<boolean> {
  const rebuild = args.includes('--rebuild');
  const checks = [
    ['看板的计数', await verifyTallies(context, context.clock.now(), rebuild)],
    ['五率等指标', await verifyFigures(context, rebuild)],
  ] as const;
  for (const [what, { differing, repaired }] of checks) {
    for (const key of differing.slice(0, 5)) say(`! ${key}`);
    if (differing.length === 0) say(`✔ ${what}与逐件核算一致`);
    else if (repaired === null) say(`✘ ${what}有 ${differing.length} 处与逐件核算不符;加 --rebuild 改正`);
    else say(`✔ ${what}已按逐件核算改正 ${repaired} 处`);
  }
  return checks.every(([, { differing, repaired }]) => differing.length === 0 || repaired !== null);
}

async function tellAudit(context: OpsContext, now: string): Promise<boolean> {
  const report = await verifyAudit(context, now);
  for (const { seq, id, problem } of report.broken) {
    say(`✘ 审计链第 ${seq} 条(${id})${problem === 'GAP' ? '之前有缺失' : '与入链时不符'}`);
  }
  for (const { day, seq } of report.anchors.broken)
    say(`✘ 与 ${day} 的锚点(第 ${seq} 条)不符:整条链被改写或截断`);
  if (!report.beginVouched) say('✘ 链的开头没有对应的删除记录');
  const { unsealed, anchors } = report;
  say(
    `${report.ok ? '✔' : '✘'} 审计链 ${report.checked} 条,断处 ${report.brokenCount} 个;锚点 ${anchors.count} 个,最近 ${anchors.lastDay ?? '无'};` +
      `待入链 ${unsealed.count} 条,最久 ${unsealed.ageSeconds} 秒`,
  );
  return report.ok;
}

const COMMANDS: Record<string, Command> = {
  doctor: runDoctor,
  backup: onData(runBackup),
  restore: runRestore,
  restored: onData(runRestored),
  'verify-photos': onData((context) => tellPhotos(context, context.clock.now())),
  'audit verify': onData((context) => tellAudit(context, context.clock.now())),
  tallies: onData(runTallies),
  calendar: onData(runCalendar),
  simulate: onData(runSimulate),
  invariants: onData((context) => tellInvariants(context, context.clock.now())),
};

/** Runs one command with this environment (the process's own unless given); answers the exit code. */
export async function runOps(args: readonly string[], source?: NodeJS.ProcessEnv): Promise<number> {
  const [first = '', second = ''] = args;
  const name = first === 'audit' ? `${first} ${second}` : first;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    say(USAGE);
    return 2;
  }
  try {
    const rest = args.slice(name.split(' ').length);
    return (await command(new Env(source), rest)) ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof OpsError) && !(error instanceof ConfigError)) throw error;
    say(`✘ ${error.message}`);
    return 1;
  }
}

if (require.main === module) {
  runOps(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
