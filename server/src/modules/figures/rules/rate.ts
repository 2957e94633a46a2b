import type { FigureValue } from '@yihu/shared';

/** What is printed where there is nothing to divide by. */
export const NOTHING = '—';

/** `numerator ÷ denominator × 10^digits`, half up, in whole numbers; the denominator is positive. */
function rounded(num: bigint, den: bigint, digits: number): bigint {
  const scaled = 2n * num * 10n ** BigInt(digits) + den;
  const quotient = scaled / (2n * den);
  // Division of whole numbers drops towards zero; half up goes down below zero.
  return scaled < 0n && quotient * 2n * den !== scaled ? quotient - 1n : quotient;
}

function decimal(scaled: bigint, digits: number): string {
  const sign = scaled < 0n ? '-' : '';
  const all = String(scaled < 0n ? -scaled : scaled).padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${all}` : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** A share in per cent, `99.47%`; 0/0 is no 100 %. */
export function percent(num: number, den: number, digits = 2): FigureValue {
  const text = den === 0 ? NOTHING : `${decimal(rounded(BigInt(num) * 100n, BigInt(den), digits), digits)}%`;
  return { num, den, text };
}

/** An average, `1.40`. */
export function mean(num: number, den: number, digits = 2): FigureValue {
  return { num, den, text: den === 0 ? NOTHING : decimal(rounded(BigInt(num), BigInt(den), digits), digits) };
}

type Rate = Pick<FigureValue, 'num' | 'den'>;

/** How a rate changed, in percentage points: `+0.2 个百分点`. */
export function points(now: Rate, before: Rate, digits = 1): string {
  if (now.den === 0 || before.den === 0) return NOTHING;
  const num = BigInt(now.num) * BigInt(before.den) - BigInt(before.num) * BigInt(now.den);
  const scaled = rounded(num * 100n, BigInt(now.den) * BigInt(before.den), digits);
  return `${scaled > 0n ? '+' : ''}${decimal(scaled, digits)} 个百分点`;
}

/**
 * 盘锦: 0.20 · 办结率 + 0.30 · 满意率 + 0.50 · the mean of 反馈率 and 回访率 (how the last half splits is our reading),
 * all in hundredths of a per cent; printed with one decimal.
 */
export function panjinScore(rates: {
  done: number;
  satisfied: number;
  answered: number;
  visited: number;
}): string {
  const { done, satisfied, answered, visited } = rates;
  const twentieths = 4 * done + 6 * satisfied + 5 * answered + 5 * visited;
  return decimal(rounded(BigInt(twentieths), 2000n, 1), 1);
}
