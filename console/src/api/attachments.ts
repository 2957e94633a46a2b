import { strangerError } from '@yihu/shared';
import { upload } from './request';

/** Uploads a picture; its id. The same bytes in one `group` are one file. */
export async function uploadPhoto(file: File, group: string, purpose = 'REPORT'): Promise<string> {
  const { id } = await upload<{ id?: unknown }>('/api/attachments', file, { draftId: group, purpose });
  if (typeof id !== 'string' || id === '') throw strangerError(200);
  return id;
}
