import { type ErrorCode, errorText } from '@yihu/shared';

/** A refusal with a code of `shared/errors`; the HTTP filter turns it into status and text. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: Record<string, unknown> = {},
  ) {
    super(errorText(code, details));
  }
}
