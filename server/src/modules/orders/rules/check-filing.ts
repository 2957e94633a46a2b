import { type Refusal, SUBMIT_TEXT_MAX, type SubmitOrder } from '@yihu/shared';
import { cleanText } from './first-facts';

export type CheckedFiling = { refused: Refusal } | { refused: null; input: SubmitOrder };

/** Rules about what is filed that no single field can check; answers the cleaned filing or why not. */
export function checkFiling(filed: SubmitOrder): CheckedFiling {
  const input: SubmitOrder = {
    ...filed,
    voiceId: filed.voiceId ?? null,
    point: filed.point ?? null,
    gridCode: filed.gridCode ?? null,
    classCode: filed.classCode ?? null,
    text: cleanText(filed.text),
    address: cleanText(filed.address),
    companyName: cleanText(filed.companyName),
    contactName: cleanText(filed.contactName),
    contactPhone: filed.contactPhone.trim(),
  };
  const saysNothing = input.text === '' && input.photoIds.length === 0 && input.voiceId === null;
  if (saysNothing) return refuse('ORDER_EMPTY');
  const length = [...input.text].length;
  if (length > SUBMIT_TEXT_MAX) return refuse('ORDER_TEXT_TOO_LONG', { length, limit: SUBMIT_TEXT_MAX });
  const namesSomebody = input.contactName !== '' || input.contactPhone !== '';
  if (input.confidentiality === 'ANONYMOUS' && namesSomebody) {
    return refuse('CONTACT_NOT_ALLOWED_ANONYMOUS');
  }
  return { refused: null, input };
}

function refuse(code: Refusal['code'], details: Refusal['details'] = {}): CheckedFiling {
  return { refused: { code, details } };
}
