/** Full-width digits and signs to their half-width form. */
function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

const MOBILE = /^1[3-9]\d{9}$/;
/** Two-digit areas have 8-digit numbers, three-digit ones 7 or 8; area code without its leading 0. */
const LANDLINE = /^(10|2\d)([2-8]\d{7})$|^([3-9]\d{2})([2-8]\d{6,7})$/;

/**
 * A telephone number as typed → E.164 (`+8613800138000`, `+8655162699158;ext=803`), or null when it is none.
 * Takes mobiles and landlines with area code, spaces, dashes, brackets, full-width digits, +86/0086.
 */
export function normalisePhone(text: string): string | null {
  if (text.length > 40) return null;
  const plain = halfWidth(text).trim();
  const parts = /^(.*?)(?:转|分机号?|ext\.?|#)\s*(\d{1,6})$/i.exec(plain);
  const dashed =
    parts === null ? /^(0\d{2,3}[-\s]?\d{7,8}|\(0\d{2,3}\)\s?\d{7,8})-(\d{1,6})$/.exec(plain) : null;
  const [base, extension] = [(parts ?? dashed)?.[1] ?? plain, (parts ?? dashed)?.[2]];
  if (!/^[+\d][\d\s()·.-]*$|^\(\d[\d\s()·.-]*$/.test(base)) return null;
  const international = /^\s*(?:\+|00)/.test(base);
  const digits = base.replace(/\D/g, '').replace(/^0086/, '86');
  const national = digits.replace(/^86(?=1[3-9]\d{9}$|0?\d{9,11}$)/, '');
  if (international && national === digits) return null;
  const suffix = extension === undefined ? '' : `;ext=${extension}`;
  if (MOBILE.test(national)) return extension === undefined ? `+86${national}` : null;
  const bare = national.replace(/^0/, '');
  if (bare === national && !international) return null;
  return LANDLINE.test(bare) ? `+86${bare}${suffix}` : null;
}

/** A number for the eye: 138****8000, 0551-****9158. Takes what `normalisePhone` gives; anything else is all stars. */
export function maskPhone(e164: string): string {
  const national = /^\+86(\d+)/.exec(e164)?.[1];
  if (national === undefined) return '****';
  if (MOBILE.test(national)) return `${national.slice(0, 3)}****${national.slice(-4)}`;
  const parts = LANDLINE.exec(national);
  const area = parts?.[1] ?? parts?.[3];
  return area === undefined ? '****' : `0${area}-****${national.slice(-4)}`;
}
