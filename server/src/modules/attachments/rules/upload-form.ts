/** What is uploaded for what; an order's action that shows evidence says itself what its photos are. */
export const PURPOSES = ['REPORT', 'BEFORE', 'AFTER', 'ADD', 'ARRIVE', 'VOICE', 'CARD'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What handlers show of a place: drawn upon, and compared with the order's place. */
export const EVIDENCE: readonly string[] = ['BEFORE', 'AFTER', 'ARRIVE'] satisfies Purpose[];

export interface UploadForm {
  /** The client's id of what is being filled in (an order, an addition, a reply); not yet known to us. */
  draftId: string;
  purpose: Purpose;
}

export type FormCheck = { ok: true; form: UploadForm } | { ok: false; field: string; reason: string };

const DRAFT_ID = /^[0-9A-Za-z_-]{8,40}$/;
const MAX_NAME_LENGTH = 40;

/** Checks the text fields beside the file; an unknown or repeated field is refused, not ignored. */
export function checkUploadForm(fields: readonly { name: string; value: unknown }[]): FormCheck {
  const values = new Map<string, unknown>();
  for (const { name, value } of fields) {
    if (name !== 'draftId' && name !== 'purpose')
      return { ok: false, field: shorten(name), reason: '没有这一项' };
    if (values.has(name)) return { ok: false, field: name, reason: '只能填一次' };
    values.set(name, value);
  }
  const draftId = values.get('draftId');
  if (typeof draftId !== 'string' || !DRAFT_ID.test(draftId)) {
    return { ok: false, field: 'draftId', reason: '应为 8–40 位字母或数字' };
  }
  const purpose = PURPOSES.find((one) => one === values.get('purpose'));
  if (!purpose) return { ok: false, field: 'purpose', reason: `应为 ${PURPOSES.join('、')} 之一` };
  return { ok: true, form: { draftId, purpose } };
}

/** The file's name as an error text may repeat it: no path, no control or direction marks, no long tail. */
export function photoNameOf(fileName: string | undefined): string {
  const base = (fileName ?? '').split(/[/\\]/).at(-1) ?? '';
  const plain = base.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  return plain === '' ? '照片' : shorten(plain);
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_NAME_LENGTH ? text : `${characters.slice(0, MAX_NAME_LENGTH).join('')}…`;
}
