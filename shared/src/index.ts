export * from './accounts.ts';
export * from './admin.ts';
export * from './classes.ts';
export * from './clocks/index.ts';
export * from './demo.ts';
export * from './errors.ts';
export * from './moderation.ts';
export * from './notices.ts';
export * from './orders/index.ts';
export * from './permissions.ts';
export * from './places.ts';
export * from './policies/index.ts';
export * from './redact.ts';
export * from './routes.ts';
export * from './stickers.ts';
export * from './wechat.ts';

export const PRODUCT = '一呼即应';
