import { compile } from '@bindery/compiler'
import { createTestDatabase, type TestDatabase, type TestServerAddress } from '@bindery/connection/testing'
import {
  Binding,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
  type OperationSkill,
  type SkillResult,
  type SourceAdapter,
} from '@bindery/model'
import { runOver } from '../agreement/run-once.ts'
import { now, zone } from './things.ts'

/** Tables in a database of their own, with what compiles a binding over them and runs its skill. */
export interface TablesDatabase {
  /** Throws for a binding that does not compile. */
  readonly skillOf: (binding: object) => OperationSkill
  readonly run: (skill: OperationSkill, params: JsonObject) => Promise<SkillResult>
  readonly drop: TestDatabase['drop']
}

export interface TablesRequest {
  readonly dialect: 'postgres' | 'mysql'
  readonly server: TestServerAddress
  readonly adapter: SourceAdapter
  /** Statements that make and fill the tables, each on its own. */
  readonly statements: readonly string[]
}

export async function openTables({
  dialect,
  server,
  adapter,
  statements,
}: TablesRequest): Promise<TablesDatabase> {
  const database = await createTestDatabase(dialect, server)
  for (const statement of statements) await database.run(statement)
  const { catalog } = await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))
  return {
    skillOf: (binding) => compiledOver(catalog, adapter, { acceptScan: true, ...binding }),
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

/** Throws for a binding that does not compile. */
export function compiledOver(
  catalog: SchemaCatalog,
  adapter: SourceAdapter,
  binding: object,
): OperationSkill {
  const compiled = compile({
    binding: Binding.parse(binding),
    catalog,
    catalogHash: 'sha256:x',
    lowering: adapter,
    integration: 'db',
    scoping: openScoping,
  })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  return compiled.value.skill
}
