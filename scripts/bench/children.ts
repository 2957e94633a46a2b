import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnv, projectNode, root } from '../bootstrap.mjs';
import { freePort } from '../processes.mjs';

const TETHER = pathToFileURL(join(root, 'scripts', 'tether.mjs')).href;
const READY_MS = 60_000;
/** Linux counts CPU time of processes in hundredths of a second. */
const US_PER_TICK = 10_000;

export interface Program {
  name: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts a Node program that listens on PORT, and waits until `probe` answers 200. */
export async function startProgram(
  name: string,
  script: string,
  env: Record<string, string>,
  { probe, preload = [], flags = [] }: { probe: string; preload?: string[]; flags?: string[] },
): Promise<Program> {
  const port = await freePort();
  const imports = [TETHER, ...preload.map((file) => pathToFileURL(join(root, file)).href)];
  const given = [...flags, ...imports.flatMap((url) => ['--import', url]), join(root, script)];
  const child = spawn(projectNode, given, {
    cwd: root,
    env: childEnv({ ...env, HOST: '127.0.0.1', PORT: String(port) }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await answering(child, name, `http://127.0.0.1:${port}${probe}`);
  return { name, port, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function answering(child: ChildProcess, name: string, url: string): Promise<void> {
  const end = performance.now() + READY_MS;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} while starting`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop(child);
  throw new Error(`${name} was not ready within ${READY_MS / 1000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(impatient);
}

/** CPU a process and those it started have used so far, µs: own time, ended children, living children. */
export function cpuUs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in brackets and may hold spaces; user, system, and both of ended children follow.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return ticks * US_PER_TICK + children.reduce((sum, child) => sum + cpuUs(Number(child)), 0);
}
