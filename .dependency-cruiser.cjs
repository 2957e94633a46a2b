// Who may import whom (docs/decisions): the direction of every import, checked by `npm run gates boundaries`.
const module_ = '^server/src/modules/([^/]+)/';
const spec = '\\.spec\\.tsx?$';
/** Pure calculation that rules may use; nothing with a clock, a file or a socket. */
const pureLibraries = ['node_modules/(flatbush|gcoord|point-in-polygon-hao)/', '^(node:)?crypto$'];
/** Rules and the shapes of stored rows hold no effects: pure code of one module may read those of another. */
const pureCode = ['^server/src/modules/[^/]+/rules/', '-row\\.ts$'];

/** What commits together with a change, each still the only writer of its tables. */
const sameTransaction = '^server/src/modules/(audit|clocks)/[a-z-]+\\.store\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'a circle of types only is no circle once the types are gone',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { pathNot: spec },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'shared-imports-nothing',
      severity: 'error',
      from: { path: '^shared/src/', pathNot: spec },
      to: { pathNot: '^shared/src/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules/ import shared and rules only: no clock, no Nest, no database',
      severity: 'error',
      from: { path: `${module_}rules/`, pathNot: spec },
      to: { pathNot: [...pureCode, '^shared/src/', ...pureLibraries] },
    },
    {
      name: 'platform-knows-no-business',
      severity: 'error',
      from: { path: '^server/src/(platform|config)/', pathNot: spec },
      to: { path: '^server/src/(modules|seed)/' },
    },
    {
      name: 'modules-meet-at-services',
      comment: 'another module is used through its services, its read side, its module file or its index',
      severity: 'error',
      from: { path: module_, pathNot: spec },
      to: {
        path: '^server/src/modules/',
        pathNot: [
          '^server/src/modules/$1/',
          '\\.(service|query|module)\\.ts$',
          '/index\\.ts$',
          ...pureCode,
          sameTransaction,
        ],
      },
    },
    {
      name: 'stores-stay-at-the-bottom',
      severity: 'error',
      from: { path: '\\.(store|entity)\\.ts$' },
      to: { path: '\\.(service|query|controller|dto|module)\\.ts$' },
    },
    {
      name: 'controllers-only-translate',
      comment: 'a controller validates, calls one service or query of its own module, returns',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: ['\\.(store|entity)\\.ts$', '^server/src/platform/db/', 'node_modules/typeorm/'] },
    },
    {
      name: 'clients-import-shared-only',
      severity: 'error',
      from: { path: '^(miniprogram|console)/src/' },
      to: { path: '^(server|scripts)/' },
    },
    {
      name: 'clients-do-not-meet',
      severity: 'error',
      from: { path: '^(miniprogram|console)/src/' },
      to: { path: '^(miniprogram|console)/', pathNot: '^$1/' },
    },
    {
      name: 'desk-words-meet-at-their-index',
      comment:
        'a folder of the desk is used by the others through its index, or as a screen by the list of routes',
      severity: 'error',
      from: { path: '^console/src/([^/]+)/', pathNot: spec },
      to: {
        path: '^console/src/[^/]+/',
        pathNot: [
          '^console/src/$1/',
          '^console/src/(api|components|session|shell|view|keys)/',
          '/index\\.ts$',
        ],
      },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^server/src/', pathNot: spec },
      to: { path: '^(miniprogram|console|scripts|server/test)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // `types` first: @yihu/shared is read from its source, whether it is built or not.
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
