/**
 * The only definition of what may import what. `imports` are workspace packages; `owns` are third-party libraries whose
 * one home a package is; a library that no package owns may be used anywhere it is declared.
 */
export const layers = {
  'packages/model': { imports: [], owns: [] },
  'packages/expression': { imports: ['model'], owns: ['jsonata'] },
  'packages/connection': { imports: ['model'], owns: ['undici', 'mysql2', 'openid-client', 'jose'] },
  'packages/sources': {
    imports: ['model'],
    owns: ['@apidevtools/swagger-parser'],
  },
  'packages/compiler': { imports: ['model', 'expression'], owns: [] },
  'packages/runtime': { imports: ['model', 'expression'], owns: [] },
  'packages/arazzo': { imports: ['model', 'sources', 'compiler'], owns: [] },
  'packages/mapper': { imports: ['model', 'compiler'], owns: ['openai'] },
  'packages/packs': { imports: ['model'], owns: [] },
  'packages/store': { imports: ['model'], owns: [] },
  'packages/platform': {
    imports: [
      'model',
      'expression',
      'connection',
      'sources',
      'compiler',
      'arazzo',
      'runtime',
      'mapper',
      'packs',
      'store',
    ],
    owns: [],
  },
  'services/api': {
    imports: [
      'platform',
      'model',
      'connection',
      'sources',
      'arazzo',
      'compiler',
      'runtime',
      'mapper',
      'packs',
      'store',
      'fixtures',
    ],
    owns: [
      'esbuild',
      'fastify',
      'pino',
      '@modelcontextprotocol/client',
      '@modelcontextprotocol/node',
      '@modelcontextprotocol/server',
    ],
  },
  'packages/client': { imports: [], owns: ['openapi-fetch'] },
  'packages/cli': { imports: ['client', 'model'], owns: [] },
  'services/console': {
    imports: ['client'],
    owns: ['react', 'react-dom', 'vite'],
  },
  fixtures: { imports: [], owns: [] },
}

/**
 * Libraries with more than one home: pg speaks to providers' databases (connection) and to the platform's own (store); the
 * demo providers of fixtures are a GraphQL service and an embedded PostgreSQL themselves.
 */
export const sharedHomes = {
  pg: ['packages/connection', 'packages/store'],
  graphql: ['packages/sources', 'fixtures'],
  'js-yaml': ['packages/sources', 'packages/cli', 'services/console'],
  '@electric-sql/pglite': ['packages/store', 'fixtures'],
  knex: ['packages/sources', 'packages/store'],
  re2js: ['packages/expression', 'packages/sources', 'packages/runtime'],
}

/**
 * Folders of a package in the order in which they may import: each those before it, and nothing else of the package but
 * itself. Every file stands in one of them.
 */
export const rooms = {
  'packages/platform': [
    'kernel',
    'pages',
    'webhooks',
    'credentials',
    'catalog',
    'integrations',
    'skills',
    'drafting',
    'workflows',
    'drift',
    'discovery',
    'packs',
    'runs',
    'actions',
    'agents',
    'resources',
    'reports',
    'search',
    'review',
    'sessions',
  ],
}

/**
 * Entries that are loaded again and again, with the folders that loading one may bring in: what stands elsewhere would be
 * paid for at each start.
 */
export const leanEntries = {
  'services/api/src/discovery/child.ts': [
    'services/api/src/discovery',
    'packages/platform/src/pages',
    'packages/sources',
    'packages/model',
  ],
}

/** Files that more than twenty others of their package import, and why that is right. */
export const oftenImported = {
  'services/console/src/api/bindings.ts': 'what every part of an editor asks and saves',
  'packages/cli/src/command.ts': 'what every command is',
  'packages/cli/src/command-line/parameter.ts': 'what every command takes',
  'packages/cli/src/failures/cli-error.ts': 'how whatever is wrong with a line is told',
  'packages/cli/src/schemas/output-schema.ts': 'the shape that every command promises of its data',
  'packages/cli/src/output/rows.ts': 'how every command looks into what a server or a file says',
  'packages/cli/src/names/name-arguments.ts': 'what most commands are about',
  'packages/runtime/src/gate.ts': 'what every gate is',
  'packages/runtime/src/ports.ts': 'the outside world of a run, which is all that a part of it may ask',
  'services/console/src/ui/two-lines.tsx': 'how every list names a row',
  'packages/mapper/src/assignment/name-fit.ts':
    'what the words of a name are and how near two names are, wherever names meet',
  'packages/mapper/src/prepare-goal.ts':
    'a goal read against a catalog, which every part of a draft is made from',
  'packages/mapper/src/assignment/places.ts':
    'what a place of an operation is, wherever names are put to one',
  'packages/compiler/src/resolution/resolved-binding.ts': 'what every rule looks at',
  'packages/compiler/src/resolution/catalog-view.ts':
    'what may be seen of a catalog, wherever a name is looked up',
  'services/console/src/text/translate.ts': 'where every page gets its sentences',
  'services/console/src/api/client.ts': 'how every page asks',
  'services/console/src/api/session.ts': 'who asks, and what they may',
  'services/console/src/api/use-command.ts': 'how every page changes something',
  'services/console/src/api/agents.ts': 'whose skills most pages are about',
  'services/console/src/shell/page.tsx': 'what every page stands in',
  'services/console/src/pages/editor/editor-context.tsx': 'what every row of the mapping editor works with',
  'services/console/src/api/catalog.ts': 'what pages ask of a catalog',
  'services/console/src/ui/icon.tsx': 'the icons of every page',
  'services/console/src/ui/toasts.tsx': 'how every command says that it is done',
  'services/console/src/ui/card.tsx': 'the parts of every page',
  'services/console/src/ui/button.tsx': 'the control of every page',
  'services/console/src/ui/states.tsx': 'what every page shows while it has nothing',
  'services/console/src/ui/marks.tsx': 'the marks of every page',
  'services/console/src/ui/field.tsx': 'what is typed on every page',
  'services/console/src/text/times.ts': 'how every page says when',
  'packages/compiler/src/rules/rule.ts': 'the contract of every rule',
  'packages/compiler/src/rules/fixes.ts': 'how every rule offers its way out',
  'packages/platform/src/catalog/stored-catalog.ts': 'the one way into a stored catalog',
  'packages/platform/src/skills/read-skill.ts': 'the one reader of frozen skills',
  'packages/sources/src/json-schema/issue-log.ts': 'where every pass says what it found or dropped',
  'packages/sources/src/json-schema/place.ts': 'where every pass is in a document',
  'packages/sources/src/sql/dialect.ts': 'what differs between databases, wherever a statement is written',
  'packages/sources/src/openapi/normal-form.ts': 'what the versions of OpenAPI are read into',
  'packages/store/src/migrations/migration.ts': 'what every migration is',
  'packages/store/src/rows.ts': 'how every table reads its rows',
  'packages/store/src/table.ts': 'how every table is asked',
  'packages/store/src/tenancy.ts': 'the transaction that every statement runs in',
}
