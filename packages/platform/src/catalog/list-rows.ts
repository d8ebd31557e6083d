import { effects, isColumnBlocked, objectsIn, parseJson } from '@bindery/model'
import { countSkillUses } from '@bindery/store'
import { z } from 'zod'
import type { IndexRow } from '../pages/index-row.ts'
import type { ScopedCatalog } from './browse.ts'
import { loadAddressOf } from './catalog-index.ts'
import { readObject, readOperation } from './read-entry.ts'
import { Reason } from './views.ts'

export const ObjectRow = z
  .object({
    name: z.string(),
    label: z.string().optional(),
    description: z.string().optional(),
    origin: z.enum(['named', 'inline']),
    capabilities: z.array(z.string()),
    fieldCount: z.int(),
    edgeCount: z.int(),
    operationCount: z.int(),
    matchedFields: z
      .array(z.string())
      .optional()
      .describe('With `search`: fields whose names hold one of its words, ten at the most'),
  })
  .meta({ id: 'ObjectRow' })

export const OperationRow = z
  .object({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    method: z.string().optional().describe('Absent where operations have no address of their own'),
    path: z.string().optional().describe('With `{name}` for what an argument fills'),
    effect: z.enum(effects),
    isWrite: z.boolean(),
    object: z.string().optional(),
    groups: z.array(z.string()),
    availability: z.enum(['bindable', 'limited', 'quarantined']),
    reasons: z.array(Reason).describe('Why it is limited or quarantined'),
    usedBy: z.int().describe('Skills that call it'),
    deprecated: z.boolean().optional(),
    arguments: z.array(
      z.object({ name: z.string(), place: z.string(), type: z.string(), required: z.boolean() }),
    ),
    returns: z.string().nullable(),
  })
  .meta({ id: 'OperationRow' })

const OperationSummary = OperationRow.omit({ method: true, path: true, reasons: true, usedBy: true })
const mostMatches = 10

/** Rows of a page of operations, without the columns that scoping blocks. */
export async function toOperationRows(
  { transaction, integration, catalog, scope }: ScopedCatalog,
  rows: readonly IndexRow[],
): Promise<z.input<typeof OperationRow>[]> {
  const addressOf = await loadAddressOf(integration.type)
  const bodies = await catalog.bodies(transaction, rows)
  const names = rows.map(({ name }) => name)
  const uses = await countSkillUses(transaction, integration.id, names)
  return rows.map((row, at) => {
    const summary = OperationSummary.parse(parseJson(row.summary))
    const operation = readOperation(bodies[at] ?? '{}')
    const { availability } = operation
    return {
      ...summary,
      ...addressOf(operation),
      arguments: summary.arguments.filter((argument) => !isColumnBlocked(summary, argument, scope)),
      reasons:
        availability.status === 'bindable' ? [] : availability.reasons.map((reason) => ({ ...reason })),
      usedBy: uses.get(row.name) ?? 0,
    }
  })
}

/** Rows of a page of objects; with a search, what it found inside them. */
export async function toObjectRows(
  { transaction, catalog, scope }: ScopedCatalog,
  rows: readonly IndexRow[],
  search: string | undefined,
): Promise<z.input<typeof ObjectRow>[]> {
  const summaries = rows.map((row) => ObjectRow.parse(parseJson(row.summary)))
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return summaries
  const bodies = await catalog.bodies(transaction, rows)
  return summaries.map((summary, at) => {
    const seen = readObject(bodies[at] ?? '{}').fields.filter(
      (field) =>
        !scope.isShownBlocked(summary.name, field) && !objectsIn(field.type).some(scope.isObjectBlocked),
    )
    const matched = seen.filter(({ name }) => words.some((word) => name.toLowerCase().includes(word)))
    return { ...summary, matchedFields: matched.slice(0, mostMatches).map(({ name }) => name) }
  })
}
