import type {
  ConsentsAnswer,
  ContactCorrected,
  ContactCorrection,
  DeletionDone,
  DeletionPlan,
  LookView,
  MyData,
  MyExport,
  OrderContacts,
  Page,
} from '@yihu/shared';
import { get, post, request } from './request';

/** What is kept of the person herself. */
export const myData = () => get<MyData>('/api/me/privacy');

/** Who looked, newest first; pass an answer's `next` for older ones. */
export const myLooks = (after?: string) => get<Page<LookView>>('/api/me/looks', { after });

/** Contact data on her open orders. */
export const myContacts = () => get<OrderContacts>('/api/me/contacts');

export const correctContact = (body: ContactCorrection) => post<ContactCorrected>('/api/me/contact', body);

export const myConsents = () => get<ConsentsAnswer>('/api/me/consents');

/** Withdraws the consent to keep the number: it goes from the account and from her orders. */
export const dropPhone = () => request<unknown>('DELETE', '/api/me/phone');

/** Withdraws every consent to be told by WeChat. */
export const dropSubscriptions = () => request<unknown>('DELETE', '/api/me/subscriptions');

export const exportMyData = () => post<MyExport>('/api/me/export');

export const deletionPlan = () => get<DeletionPlan>('/api/me/deletion');

export const deleteMyAccount = () => post<DeletionDone>('/api/me/deletion', { understood: true });
