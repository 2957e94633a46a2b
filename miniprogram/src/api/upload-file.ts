import { strangerError } from '@yihu/shared';
import { upload } from './request';

const UPLOAD_PATH = '/api/attachments';

/**
 * Uploads a photo or, when it has seconds, a recording of a filing; the server's id of it. The same bytes in one
 * `group` are one file. Recordings have a group of their own beside the photos': the server counts each.
 */
export async function uploadFile(
  path: string,
  file: { name: string; seconds?: number },
  group: string,
): Promise<string> {
  const form =
    file.seconds === undefined
      ? { draftId: group, purpose: 'REPORT' }
      : { draftId: `${group}-voice`, purpose: 'VOICE' };
  const { id } = await upload<{ id?: unknown }>(UPLOAD_PATH, path, file.name, form);
  if (typeof id !== 'string' || id === '') throw strangerError(200);
  return id;
}
