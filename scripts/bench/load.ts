import { Agent, request } from 'node:http';
import { cpuUs, type Program } from './children.ts';
import type { Phase } from './stats.ts';

export const CONNECTIONS = 50;

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  token: string | null;
  body?: string | Buffer;
  type?: string;
}

export interface Reply {
  status: number;
  text: string;
}

/** Sends one request over a kept-alive connection. */
export function send(agent: Agent, port: number, call: Call): Promise<Reply> {
  const headers: Record<string, string | number> = {};
  if (call.token !== null) headers.authorization = `Bearer ${call.token}`;
  if (call.body !== undefined) {
    headers['content-type'] = call.type ?? 'application/json';
    headers['content-length'] = Buffer.byteLength(call.body);
  }
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port, method: call.method, path: call.path, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', reject);
      },
    );
    sent.setTimeout(30_000, () => sent.destroy(new Error(`no answer within 30 s: ${call.path}`)));
    sent.on('error', reject);
    sent.end(call.body);
  });
}

/**
 * Keeps the connections busy until the time is over, `next` has no more calls, or `most` calls were made.
 * A refused call counts as failed and its first text is shown: figures with failures say so.
 */
export async function drive(
  program: Program,
  next: () => Call | null,
  limits: { seconds: number; most: number; connections?: number },
): Promise<Phase> {
  const connections = limits.connections ?? CONNECTIONS;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let failed = 0;
  let made = 0;
  const cpuBefore = cpuUs(program.pid);
  const start = performance.now();
  const end = start + limits.seconds * 1000;
  const one = async () => {
    while (performance.now() < end && made < limits.most) {
      const call = next();
      if (call === null) return;
      made += 1;
      const sentAt = performance.now();
      const { status, text } = await send(agent, program.port, call);
      latencies.push(performance.now() - sentAt);
      if (status === 200) continue;
      if (failed === 0)
        process.stderr.write(`${program.name} ${call.path}: ${status} ${text.slice(0, 300)}\n`);
      failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - start) / 1000;
  const used = cpuUs(program.pid) - cpuBefore;
  agent.destroy();
  return { ops: latencies.length - failed, failed, seconds, latencies, cpuUs: used };
}
