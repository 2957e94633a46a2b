import type { PhoneAnswer, PhoneSet } from '@yihu/shared';
import { get, post } from './request';

/** The number that is kept for this person, masked; null when there is none. */
export const ownPhone = () => get<PhoneAnswer>('/api/me/phone');

/** Has the server take the number behind WeChat's code, and keep it. */
export const phoneByWechat = (code: string) => post<PhoneSet>('/api/me/phone', { code });
