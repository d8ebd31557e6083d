import {
  type Connection,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  type QueryPlan,
  type OperationSkill,
  type TableRead,
} from '@bindery/model'
import { parseLossless } from '../http-json/parse-lossless.ts'
import { withValues } from './bind-value.ts'
import type { Codec } from './codec.ts'
import { type Bind, readPlan } from './plan.ts'

interface Explained extends Pick<OperationSkill, 'plan' | 'assignments'> {
  readonly dialect: 'postgres' | 'mysql'
}

/**
 * Asks the server how it would carry out a search of which only what every call has is given. Nothing is run. Where a server
 * needs values, it gets some that stand for any; what is fixed, and how a text begins, decides which indexes it can use.
 */
export async function explainStatement(
  { plan, assignments, dialect }: Explained,
  connection: Connection,
  signal: AbortSignal,
): Promise<QueryPlan> {
  const { text, otherText, binds } = readPlan(plan).statement
  const fixed = binds.map((bind) => fixedValue(bind, assignments))
  const asked =
    dialect === 'postgres'
      ? withLiterals(text, fixed)
      : {
          text,
          values: binds.map((bind, at) => fixed[at] ?? anyValue(bind)),
          ...(otherText === undefined ? {} : { otherText }),
        }
  const { rows } = await connection.database({ ...asked, effect: 'read', maxRows: 1, asks: 'plan' }, signal)
  return readQueryPlan(parseLossless(rows[0]?.[0] ?? 'null'))
}

/** The text of a constant, and of a pattern that some text or other gives. Undefined for what calls give, and for moments. */
function fixedValue(bind: Bind, assignments: Explained['assignments']): string | undefined {
  if ('isGiven' in bind || 'end' in bind) return undefined
  const { source } = assignments.find((each) => isOf(bind, each)) ?? {}
  if (source?.from !== 'constant') return 'pattern' in bind ? anyValue(bind) : undefined
  const { value } = source
  const call =
    'condition' in bind
      ? { arguments: {}, compared: { [bind.condition]: { kind: 'value', value } as const } }
      : { arguments: { [bind.argument]: value } }
  const [text] = withValues({ text: '', binds: [bind] }, { ...call, timezone: undefined }).values
  return text ?? undefined
}

const isOf = (bind: Bind, { condition, target: [argument] }: Explained['assignments'][number]): boolean =>
  'condition' in bind
    ? condition?.id === bind.condition
    : condition === undefined && 'argument' in bind && bind.argument === argument

/** PostgreSQL plans for any values that may come in the places of a statement: what is fixed stands in its text instead. */
function withLiterals(text: string, fixed: readonly (string | undefined)[]) {
  const values: string[] = []
  const written = text.replaceAll(/"(?:[^"]|"")*"|\$(\d+)/g, (found, place: string | undefined) => {
    if (place === undefined) return found
    const literal = fixed[Number(place) - 1]
    if (literal !== undefined) return `'${literal.replaceAll("'", "''")}'`
    values.push('')
    return `$${values.length}`
  })
  return { text: written, values }
}

function anyValue(bind: Bind): string {
  if ('pattern' in bind) return bind.pattern === 'part' ? '%a%' : 'a%'
  if ('isGiven' in bind) return '1'
  return sampleOf(bind.codec)
}

function sampleOf(codec: Codec): string {
  if (typeof codec === 'object') return 'array' in codec ? '{}' : ''
  switch (codec) {
    case 'text':
      return 'a'
    case 'moment':
    case 'instant':
      return '2026-01-01 00:00:00'
    case 'boolean':
      return 'true'
    case 'bytes':
      return '61'
    case 'json':
      return '{}'
    case 'integer':
    case 'digits':
    case 'int64':
    case 'uint64':
    case 'oid':
    case 'number':
    case 'single':
    case 'bit':
      return '1'
  }
}

/** What a server wrote of its plan, PostgreSQL, MySQL or MariaDB, in words that all share. */
export function readQueryPlan(written: Json): QueryPlan {
  const nodes = nodesIn(written)
  const top = nodes.find((node) => numberOf(node, 'Total Cost') !== null)
  const reads = nodes.flatMap((node) => postgresRead(node) ?? mysqlRead(node) ?? [])
  return {
    rows: top === undefined ? lastOf(reads) : numberOf(top, 'Plan Rows'),
    cost: top === undefined ? costOf(nodes) : numberOf(top, 'Total Cost'),
    reads,
  }
}

/** Every object of a plan, those that hold others first. */
function nodesIn(value: Json): readonly JsonObject[] {
  if (isJsonArray(value)) return value.flatMap(nodesIn)
  if (!isJsonObject(value)) return []
  return [value, ...Object.values(value).flatMap(nodesIn)]
}

function postgresRead(node: JsonObject): TableRead | undefined {
  const table = textOf(node, 'Relation Name')
  if (table === null) return undefined
  const index = textOf(node, 'Index Name') ?? indexBelow(node)
  const isWhole = textOf(node, 'Node Type')?.includes('Seq Scan') === true
  return { table, by: isWhole ? 'whole' : 'index', index, rows: numberOf(node, 'Plan Rows') }
}

/** A bitmap is made of what indexes lead to, in nodes of their own. */
const indexBelow = (node: JsonObject): string | null =>
  nodesIn(ownProperty(node, 'Plans') ?? null)
    .map((below) => textOf(below, 'Index Name'))
    .find((name) => name !== null) ?? null

function mysqlRead(node: JsonObject): TableRead | undefined {
  const table = textOf(node, 'table_name')
  if (table === null) return undefined
  const access = textOf(node, 'access_type')
  return {
    table,
    by: access === 'ALL' || access === 'index' ? 'whole' : 'index',
    index: textOf(node, 'key'),
    rows: numberOf(node, 'rows') ?? numberOf(node, 'rows_examined_per_scan'),
  }
}

const lastOf = (reads: readonly TableRead[]): number | null => reads.at(-1)?.rows ?? null

const costOf = (nodes: readonly JsonObject[]): number | null =>
  nodes.map((node) => numberOf(node, 'query_cost') ?? numberOf(node, 'cost')).find((cost) => cost !== null) ??
  null

function textOf(node: JsonObject, name: string): string | null {
  const value = ownProperty(node, name)
  return typeof value === 'string' ? value : null
}

function numberOf(node: JsonObject, name: string): number | null {
  const value = ownProperty(node, name)
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}
