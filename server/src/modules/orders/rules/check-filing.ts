import type { SubmitOrder } from '@yihu/shared';
import { AppError } from '../../../platform/errors';
import { cleanText } from './first-facts';

/** Characters as people count them (an emoji is one). */
export const SUBMIT_TEXT_MAX = 7000;

/** Rules about what is filed that no single field can check; answers the cleaned filing. Throws AppError. */
export function checkFiling(filed: SubmitOrder): SubmitOrder {
  const input: SubmitOrder = {
    ...filed,
    point: filed.point ?? null,
    gridCode: filed.gridCode ?? null,
    classCode: filed.classCode ?? null,
    text: cleanText(filed.text),
    address: cleanText(filed.address),
    companyName: cleanText(filed.companyName),
    contactName: cleanText(filed.contactName),
    contactPhone: filed.contactPhone.trim(),
  };
  if (input.text === '' && input.photoIds.length === 0) throw new AppError('ORDER_EMPTY');
  const length = [...input.text].length;
  if (length > SUBMIT_TEXT_MAX) throw new AppError('ORDER_TEXT_TOO_LONG', { length, limit: SUBMIT_TEXT_MAX });
  const namesSomebody = input.contactName !== '' || input.contactPhone !== '';
  if (input.confidentiality === 'ANONYMOUS' && namesSomebody) {
    throw new AppError('CONTACT_NOT_ALLOWED_ANONYMOUS');
  }
  return input;
}
