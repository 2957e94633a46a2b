import { addMinutes, type Instant, type PasswordRules } from '@yihu/shared';
import { isCommon } from './common-passwords';

export type ProfileName = 'modern' | 'dengbao';

/**
 * Two schools, as data. `modern` follows ASVS 5 (length counts, no composition, no forced change); `dengbao`
 * what assessors of GB/T 22239 ask for (three kinds of characters, a new one every 90 days, none of the last
 * five). Production takes `dengbao` unless told otherwise.
 */
export const PROFILES: Readonly<Record<ProfileName, PasswordRules>> = {
  modern: { minLength: 12, maxLength: 128, classes: 0, maxAgeDays: null, history: 0 },
  dengbao: { minLength: 8, maxLength: 128, classes: 3, maxAgeDays: 90, history: 5 },
};

const KINDS: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** One spelling of what was typed, so that another keyboard types the same password. */
export function normalised(password: string): string {
  return password.normalize('NFKC');
}

/** Why the password is refused, in words for the person; null when it is taken. History is the caller's part. */
export function whyRefused(rules: PasswordRules, password: string, login: string): string | null {
  const length = [...password].length;
  if (length < rules.minLength) return `至少 ${rules.minLength} 个字符`;
  if (length > rules.maxLength) return `最多 ${rules.maxLength} 个字符`;
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  if (kinds < rules.classes) return `要有大写字母、小写字母、数字、符号中的至少 ${rules.classes} 种`;
  if (login.length >= 3 && password.toLowerCase().includes(login.toLowerCase())) return '不能含有登录名';
  if (isCommon(password)) return '这个密码太常见,容易被猜到';
  return null;
}

/** True when the password is older than the rules allow. */
export function isTooOld(rules: PasswordRules, setAt: Instant, now: Instant): boolean {
  return rules.maxAgeDays !== null && addMinutes(setAt, rules.maxAgeDays * 24 * 60) <= now;
}
