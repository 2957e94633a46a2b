import type { Instant } from '../time.ts';

/** Sections of the national classification of economic activities (GB/T 4754). */
export const INDUSTRIES = {
  A: '农、林、牧、渔业',
  B: '采矿业',
  C: '制造业',
  D: '电力、热力、燃气及水',
  E: '建筑业',
  F: '批发和零售业',
  G: '交通运输、仓储和邮政业',
  H: '住宿和餐饮业',
  I: '信息传输、软件和信息技术',
  J: '金融业',
  K: '房地产业',
  L: '租赁和商务服务业',
  M: '科学研究和技术服务业',
  N: '水利、环境和公共设施管理业',
  O: '居民服务、修理和其他服务业',
  P: '教育',
  Q: '卫生和社会工作',
  R: '文化、体育和娱乐业',
  S: '公共管理、社会保障和社会组织',
  T: '国际组织',
} as const;
export type Industry = keyof typeof INDUSTRIES;

export const FIRM_SIZES = {
  LARGE: '大型',
  MEDIUM: '中型',
  SMALL: '小型',
  MICRO: '微型',
  SELF_EMPLOYED: '个体工商户',
} as const;
export type FirmSize = keyof typeof FIRM_SIZES;

const CREDIT_CHARS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** True for a unified social credit code whose check character is right (GB 32100-2015). */
export function isCreditCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  const sum = [...code.slice(0, 17)].reduce(
    (total, char, at) => total + CREDIT_CHARS.indexOf(char) * (3 ** at % 31),
    0,
  );
  return CREDIT_CHARS[(31 - (sum % 31)) % 31] === code[17];
}

/** A firm's name as names are compared: full-width forms, blanks, brackets and the legal form do not count. */
export function normaliseFirmName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s"'“”‘’()()[\]【】《》<>·.,,。、_-]/g, '');
  const short = plain.replace(/(股份)?有限(责任)?公司$/, '');
  return short === '' ? plain : short;
}

/** A firm as the desk reads it. */
export interface EnterpriseView {
  id: string;
  name: string;
  creditCode: string | null;
  industry: Industry | null;
  size: FirmSize | null;
  /** 企业专员: by name, and where he works. */
  officer: { personId: string; name: string; unitId: string; unitName: string } | null;
  orders: number;
  open: number;
  version: number;
  createdAt: Instant;
}

/** What the desk writes down of a firm. */
export interface EnterpriseBody {
  version: number;
  name: string;
  creditCode: string | null;
  industry: Industry | null;
  size: FirmSize | null;
  officer: { personId: string; unitId: string } | null;
}
