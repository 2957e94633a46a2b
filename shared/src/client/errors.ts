/** A refusal or failure with a Chinese text for the person. `status` 0: the server was never reached. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, status: number, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export const networkError = () => new ApiError('NETWORK', '网络不通,内容已留在本机,请检查网络后再试', 0);

export const timeoutError = () =>
  new ApiError('NETWORK', '网络太慢,还没有收到回音,内容已留在本机,请再试一次', 0);

/** The answer is not ours: a hotel or airport sign-on page, a proxy's error page. */
export const strangerError = (status: number) =>
  new ApiError('NETWORK_NOT_OURS', '网络被登录页或代理拦住了,请先登录所用的网络,或换一个网络', status);

/** One Chinese sentence for anything thrown: our errors, plain errors, and WeChat's `{ errMsg }` objects. */
export function errText(e: unknown): string {
  if (e instanceof Error && /[\u4e00-\u9fff]/.test(e.message)) return e.message;
  return '这一步没有成功,请再试一次';
}

/** Turns a decoded answer into its value, or throws the refusal it carries. */
export function readAnswer<T>(status: number, body: unknown): T {
  if (status === 204) return undefined as T;
  if (!isRecord(body) && !Array.isArray(body)) throw strangerError(status);
  if (status >= 200 && status < 300) return body as T;
  const error = isRecord(body) ? body.error : undefined;
  if (!isRecord(error) || typeof error.code !== 'string') throw strangerError(status);
  const message = typeof error.message === 'string' ? error.message : '这一步没有成功,请再试一次';
  throw new ApiError(error.code, message, status, isRecord(error.details) ? error.details : {});
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
