import { compile } from '@bindery/compiler'
import { createTestDatabase, type TestDatabase, type TestServerAddress } from '@bindery/connection/testing'
import {
  Binding,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
  type Skill,
  type SkillResult,
  type SourceAdapter,
} from '@bindery/model'
import { runOver } from '../agreement/run-once.ts'
import { insertThings, now, tables, zone } from './things.ts'

/** The things in a database of their own, with what compiles a binding over them and runs its skill. */
export interface ThingsDatabase {
  /** Throws for a binding that does not compile. */
  readonly skillOf: (binding: object) => Skill
  readonly run: (skill: Skill, params: JsonObject) => Promise<SkillResult>
  readonly drop: TestDatabase['drop']
}

export async function openThings(
  dialect: 'postgres' | 'mysql',
  server: TestServerAddress,
  adapter: SourceAdapter,
): Promise<ThingsDatabase> {
  const database = await createTestDatabase(dialect, server)
  await database.script(tables[dialect])
  await database.run(insertThings(dialect))
  const { catalog } = await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))
  return {
    skillOf: (binding) => compiledOver(catalog, adapter, binding),
    run: (skill, params) =>
      runOver(skill, {
        params,
        rules: [],
        adapter,
        connection: database.connect(),
        timezone: zone.name,
        now,
      }),
    drop: database.drop,
  }
}

function compiledOver(catalog: SchemaCatalog, adapter: SourceAdapter, binding: object): Skill {
  const compiled = compile({
    binding: Binding.parse({ acceptScan: true, ...binding }),
    catalog,
    catalogHash: 'sha256:x',
    lowering: adapter,
    integration: 'db',
    scoping: openScoping,
  })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  return compiled.value.skill
}
