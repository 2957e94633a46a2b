export * from './bulk.ts';
export * from './drafts.ts';
export * from './figures.ts';
export * from './geo.ts';
export * from './list.ts';
export * from './live.ts';
export * from './morning.ts';
export * from './templates.ts';
