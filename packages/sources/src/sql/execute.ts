import {
  type Connection,
  type Json,
  type PartialList,
  type PlannedCall,
  PlatformError,
  type ProviderResponse,
  type SqlRows,
} from '@bindery/model'
import { type BoundCall, withValues } from './bind-value.ts'
import { type Plan, readPlan, type Statement } from './plan.ts'
import { readRow, tooLarge } from './read-rows.ts'

/** Binds the values of a call to its statement, runs it and reads the rows. Throws PlatformError. */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const { readBack } = plan
  const bound: BoundCall = { ...call, timezone: connection.timezone }
  const answer = await connection.database(
    {
      ...withValues(statementOf(plan, call), bound),
      effect: call.effect,
      maxRows: plan.maxRows + 1,
      ...(readBack === undefined ? {} : { readBack: withValues(readBack, bound) }),
    },
    signal,
  )
  if (plan.probe !== undefined && answer.affected === 0) {
    const probe = { ...withValues(plan.probe, bound), effect: 'read', maxRows: 1 } as const
    const { rows } = await connection.database(probe, signal)
    throw rows.length > 0 ? conditionsNotMet() : rowNotFound(plan)
  }
  const bytes = sizeOf(answer)
  if (bytes > call.maxResponseBytes) throw tooLarge(call.maxResponseBytes)
  const isMore = answer.rows.length > plan.maxRows || answer.isTruncated === true
  return {
    data: toData(answer, plan, call.maxResponseBytes),
    status: 200,
    bytes,
    ...(isMore ? { partial: [more] } : {}),
  }
}

/** The statement for the conditions that the call gives. */
function statementOf({ statement, variants }: Plan, { compared = {} }: PlannedCall): Statement {
  if (variants === undefined) return statement
  const found = statementsOf(variants).get(keyOf(variants, (id) => Object.hasOwn(compared, id)))
  if (found !== undefined) return found
  const message = 'This call gives none of the conditions of which one is needed: give at least one of them.'
  throw new PlatformError('validation_error', message, { reason: 'no_condition', sent: 'no' })
}

type Variants = NonNullable<Plan['variants']>

const known = new WeakMap<Variants, ReadonlyMap<string, Statement>>()

/** Statements by the optional conditions that they have, listed once for each plan. */
function statementsOf(variants: Variants): ReadonlyMap<string, Statement> {
  const earlier = known.get(variants)
  if (earlier !== undefined) return earlier
  const statements = new Map(
    variants.statements.map(({ given, statement }) => [
      keyOf(variants, (id) => given.includes(id)),
      statement,
    ]),
  )
  known.set(variants, statements)
  return statements
}

/** One text for the same optional conditions: `10` for the first of two. */
function keyOf({ optional }: Variants, isGiven: (id: string) => boolean): string {
  let key = ''
  for (const id of optional) key += isGiven(id) ? '1' : '0'
  return key
}

/** One row more than is handed out was asked for, and it was there. */
const more: PartialList = { path: [], more: 'certain' }

function toData(answer: SqlRows, plan: Plan, maxBytes: number): Json {
  const rows = answer.rows.slice(0, plan.maxRows).map((row) => readRow(row, plan, maxBytes))
  if (plan.answer === 'rows') return rows
  const [row] = rows
  if (row !== undefined) return row
  if (answer.affected > 0 && plan.cells.length === 0) return {}
  throw rowNotFound(plan)
}

const rowNotFound = (plan: Plan): PlatformError =>
  new PlatformError('upstream_error', 'No row has that key, so nothing was changed.', {
    reason: 'row_not_found',
    upstreamStatus: 404,
    addressedBy: keysOf(plan),
    sent: 'no',
  })

/** The row is there; what must hold before it is changed does not. */
const conditionsNotMet = (): PlatformError =>
  new PlatformError(
    'upstream_error',
    'The row is not in the state that this change asks for, so nothing was changed.',
    {
      reason: 'conditions_not_met',
      upstreamStatus: 412,
      sent: 'no',
    },
  )

/** The arguments that name the row. */
const keysOf = ({ statement }: Plan): readonly string[] =>
  statement.binds.flatMap((bind) => ('isKey' in bind && bind.isKey === true ? [bind.argument] : []))

function sizeOf({ rows }: SqlRows): number {
  let bytes = 0
  for (const row of rows) for (const value of row) bytes += value === null ? 0 : Buffer.byteLength(value)
  return bytes
}
