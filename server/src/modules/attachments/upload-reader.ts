import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../platform/errors';
import { PHOTO_LIMITS } from './ingest/ingest-photo';
import { checkUploadForm, photoNameOf, type UploadForm } from './rules/upload-form';

/** Every limit the multipart parser knows; its defaults are far above what this one form needs. */
export const MULTIPART_LIMITS = {
  fileSize: PHOTO_LIMITS.maxBytes,
  files: 1,
  fields: 4,
  parts: 5,
  fieldNameSize: 40,
  fieldSize: 200,
  headerPairs: 20,
  headerSize: 4096,
} as const;

/** `wx.uploadFile` gives up after a minute as well. */
const DEADLINE_MS = 60_000;

export interface ReceivedUpload extends UploadForm {
  fileName: string;
  bytes: Buffer;
}

/** Reads the one file and the text fields of an upload, in whatever order they come. */
export async function readUpload(request: FastifyRequest): Promise<ReceivedUpload> {
  if (!request.isMultipart()) throw badRequest('照片应以表单文件上传');
  // A client that trickles its bytes must not hold a place for ever.
  const deadline = setTimeout(() => request.raw.destroy(), DEADLINE_MS);
  const received: { file?: { name: string; bytes: Buffer } } = {};
  const fields: { name: string; value: unknown }[] = [];
  try {
    for await (const part of request.parts({ limits: MULTIPART_LIMITS })) {
      if (part.type === 'field') fields.push({ name: part.fieldname, value: part.value });
      else received.file = await readFile(part);
    }
  } catch (error) {
    throw refusalOf(error, received.file?.name);
  } finally {
    clearTimeout(deadline);
  }
  if (!received.file) throw new AppError('ATTACHMENT_EMPTY');
  const check = checkUploadForm(fields);
  if (!check.ok) throw new AppError('FIELD_INVALID', { field: check.field, reason: check.reason });
  return { ...check.form, fileName: received.file.name, bytes: received.file.bytes };
}

async function readFile(part: MultipartFile): Promise<{ name: string; bytes: Buffer }> {
  const name = photoNameOf(part.filename);
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw badRequest('照片应放在 file 项里');
  }
  try {
    return { name, bytes: await part.toBuffer() };
  } catch (error) {
    throw refusalOf(error, name);
  }
}

/** The parser's errors in our words; its message may quote what was sent, so none of it is passed on. */
function refusalOf(error: unknown, name = '照片'): AppError {
  if (error instanceof AppError) return error;
  const code = (error as { code?: unknown } | undefined)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') {
    return new AppError('ATTACHMENT_TOO_LARGE', { name, limit: MULTIPART_LIMITS.fileSize / 1024 / 1024 });
  }
  if (code === 'FST_FILES_LIMIT') return badRequest('一次请求只传一张照片');
  return badRequest('照片没有传完整,请重新上传');
}

function badRequest(reason: string): AppError {
  return new AppError('BAD_REQUEST', { reason });
}
