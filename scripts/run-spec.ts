import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');

/**
 * Runs one file of the server's tests that is no part of CI, because it may go on for minutes: in the server's Jest
 * project, with these variables besides the environment. What the file wrote to the path in `resultIn` comes back as
 * `told`; null when it wrote nothing.
 */
export async function runSpec<Told>(
  file: string,
  env: Readonly<Record<string, string>>,
  resultIn: string,
): Promise<{ code: number; told: Told | null }> {
  const dir = mkdtempSync(join(tmpdir(), 'yihu-result-'));
  const result = join(dir, 'result.json');
  const { default: base } = (await import(pathToFileURL(join(root, 'jest.config.mjs')).href)) as {
    default: { projects: { displayName: string }[] };
  };
  const server = base.projects.find((each) => each.displayName === 'server');
  const jest = [
    '--experimental-vm-modules',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--config',
    JSON.stringify({ ...server, testMatch: [`<rootDir>/${file}`] }),
    '--runInBand',
    '--forceExit',
  ];
  const child = spawn(process.execPath, jest, {
    cwd: root,
    env: { ...process.env, ...env, [resultIn]: result },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  const told = existsSync(result) ? (JSON.parse(readFileSync(result, 'utf8')) as Told) : null;
  rmSync(dir, { recursive: true, force: true });
  return { code: code ?? 1, told };
}
