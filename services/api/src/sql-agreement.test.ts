import { compile } from '@bindery/compiler'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import {
  Binding,
  type BindingInputDocument,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
  type Skill,
} from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runOver } from './testing/agreement/run-once.ts'
import { schemaProblem } from './testing/agreement/schema-check.ts'

const tables = `
create table seat (flight int not null, place varchar(5) not null, meal varchar(20), seen varchar(9) default 'no', class varchar(9) not null default 'eco', primary key (flight, place));
create table guest (id int primary key, email varchar(50) not null unique, note varchar(20));
insert into seat (flight, place, meal) values (7, '12A', 'fish'), (7, '12B', 'fish');
insert into guest values (1, 'a@x.test', 'first');`

const inputs = (...columns: readonly string[]) =>
  columns.map((argument) => ({ param: `the_${argument}`, argument }))

const bindings: readonly (readonly [string, BindingInputDocument, JsonObject])[] = [
  [
    'a search by a whole key, bound as arguments',
    { operation: 'seat.find', toolName: 'Find', inputs: inputs('flight', 'place') },
    { the_flight: 7, the_place: '12A' },
  ],
  [
    'a search by a whole key, bound as filters',
    {
      operation: 'seat.find',
      toolName: 'Find',
      sqlSearch: {
        table: 'seat',
        filters: [
          { column: 'flight', param: 'the_flight' },
          { column: 'place', param: 'the_place' },
        ],
      },
    },
    { the_flight: 7, the_place: '12A' },
  ],
  [
    'an update by a whole key, bound as arguments',
    { operation: 'seat.update', toolName: 'Change', inputs: inputs('flight', 'place', 'meal') },
    { the_flight: 7, the_place: '12A', the_meal: 'soup' },
  ],
  [
    'an update of a table with two keys, bound as arguments',
    { operation: 'guest.update', toolName: 'Change', inputs: inputs('id', 'email', 'note') },
    { the_id: 1, the_email: 'a@x.test', the_note: 'new' },
  ],
  [
    'an insert of columns that have a default',
    { operation: 'seat.insert', toolName: 'Add', inputs: inputs('flight', 'place', 'meal', 'seen', 'class') },
    { the_flight: 8, the_place: '1A', the_meal: 'fish', the_seen: 'yes', the_class: 'biz' },
  ],
]

describe.each(['postgres', 'mysql'] as const)('schema and call of %s', async (dialect) => {
  const server = await findServer(dialect)
  const adapter = await loadAdapter(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let catalog: SchemaCatalog

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(tables)
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
    })
    afterAll(() => database.drop())

    const skillOf = (document: BindingInputDocument): Skill => {
      const projection = [
        { path: document.operation.endsWith('.find') ? '[0]' : '$', leaf: 'rows', fields: [] },
      ]
      const leaf = document.operation.startsWith('guest') ? 'note' : 'meal'
      const binding = Binding.parse({
        ...document,
        projection: [{ path: `${projection[0]?.path}.${leaf}`, leaf }],
      })
      const compiled = compile({
        binding,
        catalog,
        catalogHash: 'sha256:x',
        lowering: adapter,
        integration: 'db',
        scoping: openScoping,
      })
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
      return compiled.value.skill
    }

    test.each(bindings)('%s: whatever the schema allows is taken', async (...[, document, params]) => {
      const skill = skillOf(document)
      const calls = Object.keys(params).flatMap((name) => {
        const { [name]: _without, ...rest } = params
        return [rest, { ...rest, [name]: null }]
      })
      const allowed = [params, ...calls].filter(
        (given) => schemaProblem(skill.parametersSchema, given) === undefined,
      )
      const results = []
      for (const given of allowed) {
        const result = await runOver(skill, {
          params: given,
          rules: [],
          adapter,
          connection: database.connect(),
        })
        const refusal = result.status === 'failed' && result.error.code === 'validation_error'
        results.push([given, refusal ? result.error.message : 'taken'])
      }
      expect(results).toEqual(allowed.map((given) => [given, 'taken']))
    })
  })
})
