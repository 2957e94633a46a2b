// One Jest project per package. Everything runs as CommonJS through swc (see docs/decisions), so that
// libraries that `require` Nest see one copy of it; `shared` is taken from source, no build needed.
const swc = (decorators) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx: true, decorators },
      transform: {
        legacyDecorator: decorators,
        decoratorMetadata: decorators,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
  },
];
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: `<rootDir>/${name}`.replace('<rootDir>', import.meta.dirname),
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.spec.ts', '<rootDir>/**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  transform: { '^.+\\.[mc]?tsx?$': swc(name === 'server') },
  moduleNameMapper: { '^@yihu/shared$': `${import.meta.dirname}/shared/src/index.ts` },
  ...extra,
});
export default {
  projects: [
    project('shared'),
    project('server'),
    project('miniprogram'),
    project('console'),
    project('scripts'),
  ],
  testTimeout: 60_000,
};
