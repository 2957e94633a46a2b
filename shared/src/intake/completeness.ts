import type { SubmitOrder } from '../orders/views.ts';

/** What a registrar writes down of a call, so that nobody has to ask again (M93 记得清). */
export const RECORD_FIELDS = {
  matter: '说清什么事',
  place: '地点',
  address: '详细地址',
  classCode: '分类',
  name: '称呼',
  phone: '电话',
} as const;
export type RecordField = keyof typeof RECORD_FIELDS;

/** Fewer characters say what is complained about, not what has happened. [R] */
export const MATTER_MIN = 10;
/** Fewer characters are no address. [R] */
export const ADDRESS_MIN = 2;

type Recorded = Pick<
  SubmitOrder,
  | 'text'
  | 'voiceId'
  | 'point'
  | 'gridCode'
  | 'address'
  | 'classCode'
  | 'contactName'
  | 'contactPhone'
  | 'confidentiality'
>;

const long = (text: string, least: number) => [...text.trim()].length >= least;

const FILLED: Readonly<Record<RecordField, (input: Recorded) => boolean>> = {
  matter: ({ text, voiceId }) => long(text, MATTER_MIN) || voiceId != null,
  place: ({ point, gridCode }) => point !== null || gridCode !== null,
  address: ({ address }) => long(address, ADDRESS_MIN),
  classCode: ({ classCode }) => classCode !== null,
  name: ({ contactName }) => contactName.trim() !== '',
  phone: ({ contactPhone }) => contactPhone.trim() !== '',
};

/** Who stays unknown is not asked for her name. */
const ANONYMOUS: readonly RecordField[] = ['name', 'phone'];

/** By field whether it was filled in; fields that are not asked for are absent. Codes only, not a word of what was said. */
export function recordOf(input: Recorded): Partial<Record<RecordField, boolean>> {
  const names = Object.keys(RECORD_FIELDS) as RecordField[];
  const asked = names.filter((name) => input.confidentiality !== 'ANONYMOUS' || !ANONYMOUS.includes(name));
  return Object.fromEntries(asked.map((name) => [name, FILLED[name](input)]));
}
