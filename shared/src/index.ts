export * from './clocks/index.ts';
export * from './errors.ts';
export * from './notices.ts';
export * from './permissions.ts';
export * from './redact.ts';

export const PRODUCT = '一呼即应';
