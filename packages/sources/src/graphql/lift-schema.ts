import type { SchemaCatalog } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { readText } from '../json-schema/read-text.ts'
import { liftObjects } from './lift-objects.ts'
import { liftOperations } from './lift-operations.ts'
import type { SchemaParts } from './schema-parts.ts'
import { TypeTable } from './type-table.ts'

/** A schema as a raw catalog: what it says itself, before names are looked at. */
export function liftSchema(parts: SchemaParts, log: IssueLog): SchemaCatalog {
  const tools = { table: new TypeTable(parts, log), log }
  const { operations, channels } = liftOperations(tools)
  const catalog: Draft<SchemaCatalog> = {
    formatVersion: 1,
    source: 'graphql',
    title: 'GraphQL',
    servers: [],
    security: [],
    objects: liftObjects(tools, channels),
    relationships: [],
    operations,
  }
  const description = readText(parts.description, { pointer: 'schema' }, log)
  if (description !== undefined) catalog.description = description
  return catalog
}
