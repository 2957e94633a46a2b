export * from './agenda.ts';
export * from './fold.ts';
export * from './kinds.ts';
export * from './model.ts';
export * from './problems.ts';
export * from './table.ts';
export * from './views.ts';
