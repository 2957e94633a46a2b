export * from './care.ts';
export * from './channel.ts';
export * from './completeness.ts';
export * from './confidentiality.ts';
export * from './emergency.ts';
export * from './enterprises.ts';
export * from './suggest.ts';
export * from './views.ts';
