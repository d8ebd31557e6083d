import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../../fixtures/src/index.ts'
import { type Connection, PlatformError } from '../../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../../packages/sources/src/index.ts'
import type { LoadedDump } from './load-dump.ts'
import { Refusals } from './refusals.ts'
import { standInFor } from './stand-ins.ts'

const mostStandIns = 8

/** Runs the statements in an embedded engine and reads what tables that makes. */
export async function loadPostgresDump(statements: readonly string[]): Promise<LoadedDump> {
  const engine = await openEmbeddedPostgres(extensionsIn(statements))
  try {
    const refusals = new Refusals()
    const standIns = new Set<string>()
    await engine.run('set check_function_bodies = off')
    for (const statement of statements) await runTolerantly(statement, { engine, refusals, standIns })
    const adapter = await loadAdapter('postgres')
    const { catalog } = await adapter.introspect(embeddedConnection(engine), AbortSignal.timeout(120_000))
    if (catalog.objects.length === 0)
      return {
        status: 'skipped',
        reason: ['it makes no table.', ...refusals.describe(statements.length)].join(' '),
      }
    const made =
      standIns.size === 0 ? [] : [`Made up what the dump takes as given: ${[...standIns].join(', ')}.`]
    return { status: 'loaded', catalog, notes: [...refusals.describe(statements.length), ...made] }
  } finally {
    await engine.close()
  }
}

function extensionsIn(statements: readonly string[]): readonly string[] {
  const names = statements.flatMap((statement) => {
    const name = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)"?/i.exec(statement)?.[1]
    return name === undefined || name === 'plpgsql' ? [] : [name.toLowerCase()]
  })
  return [...new Set(names)]
}

interface Loading {
  readonly engine: EmbeddedPostgres
  readonly refusals: Refusals
  readonly standIns: Set<string>
}

/** Gives a refused statement what it misses, as far as that can be made up, and leaves out what stands before it. */
async function runTolerantly(statement: string, { engine, refusals, standIns }: Loading): Promise<void> {
  let text = statement
  let refused = await engine.run(text)
  for (let tries = 0; refused !== undefined && tries < mostStandIns; tries++) {
    const missing = standInFor(refused)
    if (missing !== undefined && (await engine.run(missing.sql)) === undefined) standIns.add(missing.what)
    else {
      const plainer = withoutHead(withoutPlaceholders(withoutModifier(text, refused.message)))
      if (plainer === text) break
      text = plainer
    }
    refused = await engine.run(text)
  }
  if (refused !== undefined) refusals.add(refused.message)
}

/** `geometry(Point, 4326)`: a type that was made up takes nothing in brackets. */
function withoutModifier(text: string, message: string): string {
  const type = /^type modifier is not allowed for type "(?:[^".]*\.)?(\w+)"/.exec(message)?.[1]
  return type === undefined
    ? text
    : text.replaceAll(new RegExp(String.raw`(\b${type}"?)\s*\([^()]*\)`, 'g'), '$1')
}

/** Templates write `@schema.table`. */
const withoutPlaceholders = (text: string): string => text.replaceAll(/@\w+\./g, '')

/** A file whose opening comment was cut off begins with words that are no statement. */
function withoutHead(text: string): string {
  const at = text.slice(1).search(/^[ \t]*(?:create|alter|comment\s+on)\s/im)
  return at === -1 ? text : text.slice(at + 1).trimStart()
}

/** A connection that only reads the engine. */
function embeddedConnection(engine: EmbeddedPostgres): Connection {
  const closed = (): Promise<never> =>
    Promise.reject(new PlatformError('upstream_unreachable', 'There is only a database.'))
  return {
    environment: 'development',
    fetch: closed,
    documents: closed,
    database: async ({ text, values }) => {
      if (values.length > 0) throw new TypeError('Tables are read without values.')
      const { columns, rows } = await engine.rows(text)
      return { columns, rows, affected: 0 }
    },
  }
}
