export * from './clocks/index.ts';
export * from './errors.ts';
export * from './permissions.ts';

export const PRODUCT = '一呼即应';
