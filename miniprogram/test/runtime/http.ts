import { type Args, WxFail } from './types.ts';

export interface HttpOptions {
  /** The server under test; it replaces the address built into the mini-program. '' = this page's own origin. */
  base: string;
  /** Bytes of a local file the mini-program uploads (a path in Node, a blob URL in a browser). */
  readFile: (filePath: string) => Promise<Blob>;
}

/** Points an address built into the mini-program at the server under test. */
export function rebase(url: string, base: string): string {
  return url.replace(/^https?:\/\/[^/]+/, base);
}

/** Answers for wx.request and wx.uploadFile that go over real HTTP. */
export function httpAnswers({
  base,
  readFile,
}: HttpOptions): Record<string, (args: Args) => Promise<unknown>> {
  return {
    async request(args) {
      const method = String(args.method ?? 'GET').toUpperCase();
      // WeChat's default, unless the page says otherwise in whatever case
      const headers = new Headers(args.header as Record<string, string> | undefined);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
      const body = method === 'GET' || args.data === undefined ? undefined : bodyText(args.data);
      const response = await reach(rebase(String(args.url), base), { method, headers, body });
      const text = await response.text();
      return {
        ...answerOf(response),
        data: args.dataType === undefined || args.dataType === 'json' ? lenient(text) : text,
      };
    },
    async uploadFile(args) {
      const form = new FormData();
      for (const [key, value] of Object.entries((args.formData ?? {}) as Args))
        form.append(key, String(value));
      const filePath = String(args.filePath);
      const fileName = String(args.fileName ?? filePath.slice(filePath.lastIndexOf('/') + 1));
      form.append(String(args.name), await readFile(filePath), fileName);
      const headers = args.header as Record<string, string> | undefined;
      const response = await reach(rebase(String(args.url), base), { method: 'POST', headers, body: form });
      return { ...answerOf(response), data: await response.text() };
    },
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new WxFail('-2:net::ERR_FAILED', 600001);
  }
}

function answerOf(response: Response): Args {
  return { statusCode: response.status, header: Object.fromEntries(response.headers) };
}

function bodyText(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

/** WeChat gives the text as it is when it is no JSON. */
function lenient(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
