import { z } from 'zod'
import {
  isAgentId,
  isCatalogId,
  isConfirmationId,
  isExecutionId,
  isJsonObject,
  isOrganizationId,
  isSkillId,
  type AgentId,
  type CatalogId,
  type ConfirmationId,
  type ExecutionId,
  type Json,
  type JsonObject,
  type OrganizationId,
  type SkillId,
} from '@bindery/model'

const id = <Id extends string>(is: (text: string) => text is Id) =>
  z.string().transform((text, context): Id => {
    if (is(text)) return text
    context.addIssue({ code: 'custom', message: 'Expected a lower-case UUID.' })
    return z.NEVER
  })

export const OrganizationIdRow: z.ZodType<OrganizationId> = id(isOrganizationId)
export const AgentIdRow: z.ZodType<AgentId> = id(isAgentId)
export const SkillIdRow: z.ZodType<SkillId> = id(isSkillId)
export const ExecutionIdRow: z.ZodType<ExecutionId> = id(isExecutionId)
export const ConfirmationIdRow: z.ZodType<ConfirmationId> = id(isConfirmationId)
export const CatalogIdRow: z.ZodType<CatalogId> = id(isCatalogId)

/** A `jsonb` column: the database checked that it is JSON. */
export const JsonRow: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined)
export const JsonObjectRow: z.ZodType<JsonObject> = z.custom<JsonObject>(isJsonObject)
export const DateRow = z.date()
/** `bigint` and `count(*)` arrive as text. */
export const CountRow = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])

/** Columns are camelCase in code and snake_case in the database; nothing else is renamed. */
export const toSnake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export function toCamelRow(row: unknown): Record<string, unknown> {
  if (typeof row !== 'object' || row === null) throw new TypeError('The database gave a row that is none.')
  const camel: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) camel[toCamel(name)] = value
  return camel
}

const toCamel = (name: string): string =>
  name.includes('_') ? name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : name

const RawResult = z.object({ rows: z.array(z.unknown()) })

/** The rows of a raw statement, each through its schema. */
export function parseRows<Schema extends z.ZodType>(schema: Schema, result: unknown): z.output<Schema>[] {
  return RawResult.parse(result).rows.map((row) => schema.parse(toCamelRow(row)))
}

/** Whether a raw statement gave any row: whether an update, say, found what it was for. */
export const hasRow = (result: unknown): boolean => RawResult.parse(result).rows.length > 0

/** The first row of a raw statement, if any. */
export function parseFirstRow<Schema extends z.ZodType>(
  schema: Schema,
  result: unknown,
): z.output<Schema> | undefined {
  const [row] = RawResult.parse(result).rows
  return row === undefined ? undefined : schema.parse(toCamelRow(row))
}

/**
 * JSON text for a `jsonb` parameter. PostgreSQL holds neither U+0000 nor half a surrogate pair in it, so those are shown
 * as U+FFFD.
 */
export function toJsonb(value: unknown): string {
  return storableJson(JSON.stringify(value))
}

/** The same for JSON text that was written by `JSON.stringify`, which escapes such characters and no others like them. */
export function storableJson(text: string): string {
  return text.replaceAll(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape, code: string) =>
    code.length === 1 ? escape : '\\ufffd',
  )
}
