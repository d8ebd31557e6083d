import type { SqlDialect } from '../../packages/connection/src/index.ts'
import {
  type BareSession,
  createTestDatabase,
  findServer,
  openBareSession,
  type TestServerAddress,
} from '../../packages/connection/src/testing/index.ts'
import { compile } from '../../packages/compiler/src/index.ts'
import {
  Binding,
  type Connection,
  type Effect,
  type Json,
  type JsonObject,
  type PlannedCall,
  type SchemaCatalog,
  type SourceAdapter,
} from '../../packages/model/src/index.ts'
import { loadAdapter } from '../../packages/sources/src/index.ts'
import { lowerCall } from '../../packages/sources/src/sql/testing/run-operation.ts'
import { databaseConnection } from './database-connection.ts'
import { type Figure, middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'
import { fillRows, planRows, runRowsByHand } from './sql-rows.ts'

const rows = 1000
const side = 16
/** As many sessions as a connection opens. */
const sessions = 4
const callsPerRound = { read: 1600, write: 160 } as const

/**
 * One row by its key, through adapter and connection, against the driver's own prepared statement (floor); and the same row
 * by conditions, of which one may be left out, against the plain search by the same columns, so that the server compares as
 * much; and rows within rows against a statement by hand.
 */
export async function benchSql(options: BenchOptions): Promise<void> {
  for (const dialect of ['postgres', 'mysql'] as const) {
    const server = await findServer(dialect)
    // It has said so itself.
    if (server !== undefined) await benchDialect(dialect, server, options)
  }
}

async function benchDialect(
  dialect: SqlDialect,
  server: TestServerAddress,
  options: BenchOptions,
): Promise<void> {
  const database = await createTestDatabase(dialect, server)
  const bare: BareSession[] = []
  try {
    for (let n = 0; n < sessions; n++) bare.push(await openBareSession(dialect, server, database.name))
    await bare[0]?.script(fill[dialect])
    await bare[0]?.script(fillRows[dialect](rows))
    const pool = new BarePool(bare)
    const connection = databaseConnection(dialect, server, database.name)
    const calls = await planCalls(dialect, connection)
    const figures: Figure[] = []
    for (const work of ['read', 'write'] as const) {
      const bareCall = (n: number): Promise<unknown> =>
        pool.use((session) => runBare(session, work, { dialect, n }))
      figures.push(
        ...(await compare({ ...contests[work], work, bareCall, ownCall: calls[work] }, options.runs)),
      )
    }
    const byConditions = { ...contests.condition, bareCall: calls.equality, ownCall: calls.condition }
    figures.push(...(await compare({ ...byConditions, work: 'read' }, options.runs)))
    const handCall = (n: number): Promise<unknown> =>
      pool.use((session) => runRowsByHand(session, dialect, keyOf(n)))
    const byHand = { ...contests.rows, bareCall: handCall, ownCall: calls.rows }
    figures.push(...(await compare({ ...byHand, work: 'read' }, options.runs)))
    print(`${dialect}: one row by its key, ms per call`, figures, options.json ? 'json' : 'table')
  } finally {
    for (const session of bare) await session.close()
    await database.drop()
  }
}

const columns = `name varchar(80) not null, amount decimal(12, 2) not null, note varchar(200)`
const fill: { readonly [dialect in SqlDialect]: string } = {
  postgres: `create table item (id bigint primary key, ${columns});
insert into item select n, 'item ' || n, n, 'about ' || n from generate_series(1, ${rows}) n; analyze item`,
  mysql: `create table item (id bigint primary key, ${columns});
insert into item select seq, concat('item ', seq), seq, concat('about ', seq) from seq_1_to_${rows}`,
}

type Call = (n: number) => Promise<unknown>

async function planCalls(
  dialect: SqlDialect,
  connection: Connection,
): Promise<{ readonly [work in 'read' | 'write' | 'equality' | 'condition' | 'rows']: Call }> {
  const adapter = await loadAdapter(dialect)
  const signal = AbortSignal.timeout(600_000)
  const { catalog } = await adapter.introspect(connection, signal)
  const byConditions = planConditions(catalog, adapter)
  const withRows = planRows(catalog, adapter)
  const prefix = catalog.operations.find(({ object }) => object?.endsWith('item') === true)?.object ?? 'item'
  const read = [['id'], ['name'], ['amount'], ['note']] as const
  const planOf = (operation: string, given: JsonObject): Json =>
    lowerCall(adapter, catalog, { operation: `${prefix}.${operation}`, given, read })
  const plans = {
    read: planOf('find', { id: '1' }),
    equality: planOf('find', { id: '1', amount: '1' }),
    update: planOf('update', { id: '1', name: 'x' }),
  }
  const execute = (mode: keyof typeof plans, effect: Effect, given: JsonObject): Promise<unknown> => {
    const call: PlannedCall = {
      operation: effect === 'read' ? 'find' : 'update',
      effect,
      plan: plans[mode],
      arguments: given,
      maxResponseBytes: 1_000_000,
    }
    return adapter.execute(call, connection, signal)
  }
  const search = (plan: Json, values: readonly string[]): Promise<unknown> => {
    const compared = Object.fromEntries(
      values.map((value, at) => [String(at), { kind: 'value', value } as const]),
    )
    const asked = { operation: 'find', effect: 'read', plan, arguments: {}, compared } as const
    return adapter.execute({ ...asked, maxResponseBytes: 1_000_000 }, connection, signal)
  }
  return {
    read: (n) => execute('read', 'read', { id: keyOf(n) }),
    equality: (n) => execute('equality', 'read', { id: keyOf(n), amount: keyOf(n) }),
    write: (n) => execute('update', 'update', { id: keyOf(n), name: `item ${n}` }),
    condition: (n) => search(byConditions, [keyOf(n), '0']),
    rows: (n) => search(withRows, [keyOf(n)]),
  }
}

/** The same columns of the same row, by a condition on its key and one on an amount that a call may leave out. */
function planConditions(catalog: SchemaCatalog, adapter: SourceAdapter): Json {
  const operation = catalog.operations.find(({ name }) => name.endsWith('item.find'))?.name ?? ''
  const fields = ['id', 'name', 'amount', 'note'].map((path) => ({ path, leaf: `item_${path}` }))
  const compiled = compile({
    binding: Binding.parse({
      operation,
      toolName: 'Find item',
      where: [
        { field: 'id', param: 'item_id' },
        { field: 'amount', op: 'gte', param: 'amount', optional: true },
      ],
      projection: [{ path: '$', leaf: 'items', max: 5, fields }],
    }),
    catalog,
    catalogHash: 'sha256:bench',
    lowering: adapter,
    integration: 'bench',
    scoping: { blockedObjects: [], blockedFields: [] },
  })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  return compiled.value.skill.plan
}

const contests = {
  read: { bareName: 'bare read', ownName: 'read through adapter and connection', goal: 1.1 },
  write: { bareName: 'bare write', ownName: 'write through adapter and connection', goal: 1.3 },
  condition: { bareName: 'plain search by two columns', ownName: 'search by conditions on them', goal: 1.05 },
  rows: { bareName: 'rows within rows by hand', ownName: 'rows within rows', goal: 1.3 },
} as const

/** Sessions that calls take turns with, and nothing else. */
class BarePool {
  readonly #free: BareSession[]
  readonly #waiting: ((session: BareSession) => void)[] = []

  constructor(sessions: readonly BareSession[]) {
    this.#free = [...sessions]
  }

  async use<T>(work: (session: BareSession) => Promise<T>): Promise<T> {
    const session =
      this.#free.pop() ?? (await new Promise<BareSession>((resolve) => this.#waiting.push(resolve)))
    try {
      return await work(session)
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free.push(session)
      else next(session)
    }
  }
}

const keyOf = (n: number): string => String(1 + (n % rows))

interface BareCall {
  readonly dialect: SqlDialect
  readonly n: number
}

/** What a client cannot do without: one statement for a read, and for a write whatever answers with the row. */
async function runBare(
  session: BareSession,
  work: 'read' | 'write',
  { dialect, n }: BareCall,
): Promise<unknown> {
  const select = `select id, name, amount, note from item where id = ${dialect === 'postgres' ? '$1' : '?'}`
  if (work === 'read') return session.prepared(select, [keyOf(n)])
  if (dialect === 'postgres') {
    const update = 'update item set name = $2 where id = $1 returning id, name, amount, note'
    return session.prepared(update, [keyOf(n), `item ${n}`])
  }
  await session.prepared('update item set name = ? where id = ?', [`item ${n}`, keyOf(n)])
  return session.prepared(select, [keyOf(n)])
}

interface Contest {
  readonly work: 'read' | 'write'
  readonly bareCall: Call
  readonly ownCall: Call
  readonly bareName: string
  readonly ownName: string
  readonly goal: number
}

/**
 * The two take turns, so that a busy moment strikes both, and the ratio is the middle one of what single rounds give; the first
 * round does not count.
 */
async function compare(contest: Contest, runs: number): Promise<readonly Figure[]> {
  const { work, bareCall, ownCall, bareName, ownName, goal } = contest
  const figures: Figure[] = []
  for (const width of [1, side]) {
    const bare: number[] = []
    const own: number[] = []
    for (let round = 0; round <= runs; round++) {
      const times = [
        await perCall(bareCall, width, callsPerRound[work]),
        await perCall(ownCall, width, callsPerRound[work]),
      ]
      if (round === 0) continue
      bare.push(times[0] ?? 0)
      own.push(times[1] ?? 0)
    }
    const [floor, medianMs] = [middle(bare), middle(own)]
    const ratio = middle(own.map((ms, round) => ms / (bare[round] ?? ms)))
    const how = width === 1 ? 'one after another' : `${width} side by side`
    figures.push(
      { what: `${bareName}, ${how}`, medianMs: floor },
      { what: `${ownName}, ${how}`, medianMs, ratio, goal },
    )
  }
  return figures
}

async function perCall(call: Call, width: number, calls: number): Promise<number> {
  const lane = async (first: number): Promise<void> => {
    for (let n = first; n < calls; n += width) await call(n)
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: width }, (_, first) => lane(first)))
  return (performance.now() - began) / calls
}
