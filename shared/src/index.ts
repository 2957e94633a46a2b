export const PRODUCT = '一呼即应';
