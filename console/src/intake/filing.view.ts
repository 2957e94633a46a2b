import {
  type CallerIntake,
  CHANNELS,
  type Channel,
  type Confidentiality,
  type GeoPoint,
  isCreditCode,
  type Line,
  type MultiPolygon,
  type Outline,
  type PartyKind,
  type RequestType,
  SUBMIT_TEXT_MAX,
  type SubmitOrder,
  type UpperSystem,
  type Wgs84Pair,
} from '@yihu/shared';

/** What a clerk has written down of a call. */
export interface CallForm {
  channel: Channel;
  phone: string;
  name: string;
  text: string;
  address: string;
  gridCode: string | null;
  gridName: string;
  point: GeoPoint | null;
  classCode: string | null;
  requestType: RequestType;
  partyKind: PartyKind;
  companyName: string;
  creditCode: string;
  upperSystem: UpperSystem | null;
  upperNo: string;
  line: Line | null;
  vulnerable: boolean;
  legalMatter: boolean;
  confidentiality: Confidentiality;
  intakeUnitId: string | null;
  /** The caller's open order that this is the same as; merged into it once filed. */
  sameAs: string | null;
  /** A problem many people have, joined once filed. */
  problemId: string | null;
}

export const NEW_CALL: CallForm = {
  channel: 'HOTLINE_12345',
  phone: '',
  name: '',
  text: '',
  address: '',
  gridCode: null,
  gridName: '',
  point: null,
  classCode: null,
  requestType: 'HELP',
  partyKind: 'PERSON',
  companyName: '',
  creditCode: '',
  upperSystem: null,
  upperNo: '',
  line: null,
  vulnerable: false,
  legalMatter: false,
  confidentiality: 'SURNAME',
  intakeUnitId: null,
  sameAs: null,
  problemId: null,
};

/** Doors a clerk takes matters in at; a resident's own and other programs' are not hers. */
export const CALL_CHANNELS = Object.entries(CHANNELS)
  .filter(([code]) => !['MINI_PROGRAM', 'H5', 'OPEN311'].includes(code))
  .map(([value, label]) => ({ value: value as Channel, label }));

/** Platforms that number what they hand down by a channel. */
const UPPER_OF: Partial<Record<Channel, UpperSystem>> = {
  HOTLINE_12345: 'CITY_12345',
  MAYOR_LINE: 'MAYOR_LINE',
  PEOPLE_CN: 'PEOPLE_CN',
  WAN_SHI_TONG: 'WAN_SHI_TONG',
  PETITION: 'PETITION',
};

/** The platform a channel's external numbers are of; null where there are none. */
export const upperOf = (channel: Channel): UpperSystem | null => UPPER_OF[channel] ?? null;

/** As people see it: letters, digits, blanks of full width as half width. */
const halfWidth = (text: string) =>
  text.replace(/[！-～　]/g, (char) =>
    char === '　' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );

/** A number as it is dialled, whatever it was pasted as: `１３８ ００１３-８０００` → `13800138000`. */
export function tidyPhone(pasted: string): string {
  const plain = halfWidth(pasted).replace(/[\s\u00A0\u200B-\u200F\u202A-\u202E\uFEFF]+/g, '');
  const mobile = /^(?:\+?86|0086)?-?(1[3-9]\d)-?(\d{4})-?(\d{4})$/.exec(plain);
  return mobile === null ? plain : mobile.slice(1).join('');
}

/** Whether it is long enough to ask who is calling. */
export const isWholePhone = (phone: string): boolean =>
  /^1[3-9]\d{9}$/.test(phone) || /^\(?0\d{2,3}\)?-?\d{7,8}(?:[-转]\d{1,6})?$/.test(phone);

/** A platform's number: text, never a number, for it may have twenty digits. */
export const tidyUpperNo = (pasted: string): string =>
  halfWidth(pasted)
    .replace(/[^A-Za-z0-9_/-]/g, '')
    .slice(0, 64);

/** Line ends of every machine as one, and nothing that cannot be seen. */
export function tidyText(pasted: string): string {
  const lines = pasted.replace(/\r\n?|\u2028|\u2029/g, '\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return lines.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFEFF]/g, '');
}

export const lengthOf = (text: string): number => [...text].length;

/** The first thing that keeps it from being sent, with the field it stands in. */
export function problemOf(form: CallForm): { field: string; text: string } | null {
  const says = (field: string, text: string) => ({ field, text });
  if (form.text.trim() === '') return says('text', '请写下反映的内容');
  const length = lengthOf(form.text);
  if (length > SUBMIT_TEXT_MAX) {
    return says('text', `内容最多 ${SUBMIT_TEXT_MAX} 个字,现在 ${length} 个`);
  }
  const isAnonymous = form.confidentiality === 'ANONYMOUS';
  if (!isAnonymous && form.phone !== '' && !isWholePhone(form.phone)) {
    return says('phone', '电话不完整:手机 11 位,座机带区号,如 0551-62699158');
  }
  if (form.partyKind === 'ENTERPRISE' && form.companyName.trim() === '') {
    return says('company', '请填写企业名称');
  }
  if (form.creditCode !== '' && !isCreditCode(form.creditCode)) {
    return says('credit', '统一社会信用代码不对:18 位,请核对');
  }
  if (form.upperNo !== '' && form.upperSystem === null) return says('upper', '请选编号是哪个平台的');
  return null;
}

/** About the middle of a grid, for asking what is near it. */
export function middleOf(outline: Outline | MultiPolygon): Wgs84Pair {
  const rings: readonly (readonly (readonly number[])[])[] =
    outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat();
  const [lngs, lats] = [0, 1].map((at) => rings.flat().map((pair) => pair[at] ?? 0)) as [number[], number[]];
  const middle = (of: number[]) => (Math.min(...of) + Math.max(...of)) / 2;
  return { lat: middle(lats), lng: middle(lngs) };
}

/** What is sent. The platform goes with its number only; who stays anonymous leaves neither name nor number. */
export function bodyOf(form: CallForm, draftId: string, streetId: string): SubmitOrder & CallerIntake {
  const isFirm = form.partyKind === 'ENTERPRISE';
  const isAnonymous = form.confidentiality === 'ANONYMOUS';
  return {
    draftId,
    streetId,
    text: form.text,
    photoIds: [],
    point: form.point,
    gridCode: form.gridCode,
    address: form.address,
    // What goes into another order is not handed out by its class first: then it could not go there any more.
    classCode: form.sameAs === null ? form.classCode : null,
    requestType: form.requestType,
    partyKind: form.partyKind,
    companyName: isFirm ? form.companyName : '',
    creditCode: isFirm && form.creditCode !== '' ? form.creditCode : null,
    confidentiality: form.confidentiality,
    contactName: isAnonymous ? '' : form.name,
    contactPhone: isAnonymous ? '' : form.phone,
    channel: form.channel,
    line: form.line,
    upperSystem: form.upperNo === '' ? null : form.upperSystem,
    upperNo: form.upperNo === '' ? null : form.upperNo,
    vulnerable: form.vulnerable,
    legalMatter: form.legalMatter,
    intakeUnitId: form.intakeUnitId,
  };
}

const OTHERS: readonly { words: RegExp; text: string }[] = [
  {
    words:
      /已(?:经)?(?:起诉|立案|申请仲裁|申请复议)|正在(?:打官司|诉讼|仲裁|复议)|法院(?:已|正在)?(?:受理|判决|审理)/,
    text: '已进入诉讼、仲裁、复议的,依法由受理的机关处理。可告诉来电人:向承办的法院、仲裁委或复议机关询问进展;仍要登记的照常登记,由热线办书面告知。',
  },
  {
    words: /(?:举报|检举).{0,12}(?:受贿|贪污|公款|违纪|以权谋私)/,
    text: '反映公职人员违纪违法的,由纪检监察机关受理,举报电话 12388。',
  },
  {
    words: /(?:社保卡|养老金|医保)(?:.{0,6})(?:怎么|如何|多少|余额|查)/,
    text: '社保政策咨询可直接拨打 12333。',
  },
];

/** What is not the street's to settle, and what the caller can be told at once. */
export function scopeAnswers(text: string, isOutside: boolean, streetName: string): string[] {
  const outside = isOutside
    ? [
        `这个地点不在${streetName}辖区。可告诉来电人:拨打 12345,由当地街道受理;仍要登记的照常登记,由热线办转出。`,
      ]
    : [];
  return [...outside, ...OTHERS.filter(({ words }) => words.test(text)).map((each) => each.text)];
}
