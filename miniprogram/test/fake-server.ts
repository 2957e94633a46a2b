import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** The signed-in person the fake server knows. */
export const ME = {
  personId: 'P1',
  name: '王秀兰',
  staff: false,
  roles: [],
  permissions: ['order:file'],
  street: null,
};
export const refusal = (code: string, message: string) => ({ error: { code, message, requestId: 'r1' } });

export interface Seen {
  method: string;
  url: string;
  type: string;
  body: Buffer;
}
export interface Reply {
  status: number;
  /** JSON, or a text sent as HTML. */
  body: unknown;
}
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** A real HTTP server for the client's own tests: static files of `root`, and `reply` for everything under /api. */
export async function fakeServer(reply: (seen: Seen) => Reply, root?: string) {
  const seen: Seen[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    if (root && !url.startsWith('/api/')) {
      const file = path.join(root, url === '/' ? 'index.html' : url);
      if (!fs.existsSync(file)) return response.writeHead(404).end();
      return response
        .writeHead(200, { 'content-type': TYPES[path.extname(file)] })
        .end(fs.readFileSync(file));
    }
    const call = { method, url, type: headers['content-type'] ?? '', body: Buffer.concat(chunks) };
    seen.push(call);
    const { status, body } = reply(call);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/html' : 'application/json',
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
}
