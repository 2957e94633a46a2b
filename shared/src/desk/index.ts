export * from './bulk.ts';
export * from './drafts.ts';
export * from './geo.ts';
export * from './list.ts';
export * from './live.ts';
export * from './templates.ts';
