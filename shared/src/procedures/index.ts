export * from './engine.ts';
export * from './entries.ts';
export * from './holds.ts';
export * from './kinds/index.ts';
export * from './label.ts';
export * from './model.ts';
export * from './run.ts';
export { ASKED, RETURN_REASONS } from './texts.ts';
export * from './views.ts';
