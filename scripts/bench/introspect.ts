import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SqlDialect } from '../../packages/connection/src/index.ts'
import { findServer } from '../../packages/connection/src/testing/index.ts'
import { introspectionText } from './introspection-text.ts'
import { columnsPerTable, createLargeDatabase, dropLargeDatabase } from './large-database.ts'
import { type Figure, middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

const types = 3500
const tables = 5000

/** GraphQL schemas and databases to catalogs, each against what no reader can do without, in processes of their own. */
export async function benchIntrospect(options: BenchOptions): Promise<void> {
  const form = options.json ? 'json' : 'table'
  const folder = mkdtempSync(join(tmpdir(), 'bindery-bench-'))
  try {
    for (const { title, file } of introspections(folder, options.growth))
      print(
        title,
        figuresOf({ source: 'json', target: file, goal: 2, floor: 'read and JSON.parse' }, options),
        form,
      )
    const sdl = {
      source: 'sdl',
      target: gitHubSdl(),
      goal: 1.25,
      floor: 'read and parse of graphql-js',
    } as const
    print('GraphQL: GitHub, SDL of 1.2 MB', figuresOf(sdl, options), form)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  for (const dialect of ['postgres', 'mysql'] as const) await benchDatabase(dialect, options)
}

interface Input {
  readonly source: 'json' | 'sdl' | SqlDialect
  /** A file or a database. */
  readonly target: string
  readonly goal: number
  readonly floor: string
}

interface Once {
  readonly ms: number
  readonly peakMb: number
}

/** Floor, catalog, and catalog with its fingerprint. The three take turns, so that a busy moment strikes all. */
function figuresOf(input: Input, { runs }: BenchOptions): readonly Figure[] {
  const works = ['floor', 'catalog', 'fingerprint'] as const
  const rounds = Array.from({ length: runs }, () => works.map((work) => runOnce(work, input)))
  const medians = works.map((_, at) => ({
    ms: middle(rounds.map((round) => round[at]?.ms ?? 0)),
    peakMb: middle(rounds.map((round) => round[at]?.peakMb ?? 0)),
  }))
  const [floor = nothing, catalog = nothing, whole = nothing] = medians
  return [
    { what: input.floor, medianMs: floor.ms, peakMb: floor.peakMb },
    {
      what: 'to a catalog, with issues and passes',
      medianMs: catalog.ms,
      ratio: catalog.ms / floor.ms,
      goal: input.goal,
      peakMb: catalog.peakMb,
    },
    {
      what: 'the same and its fingerprint',
      medianMs: whole.ms,
      ratio: whole.ms / floor.ms,
      peakMb: whole.peakMb,
    },
  ]
}

const nothing: Once = { ms: 0, peakMb: 0 }
const program = fileURLToPath(new URL('./introspect-once.ts', import.meta.url))

function runOnce(work: string, { source, target }: Input): Once {
  const result = spawnSync(process.execPath, ['--import', 'tsx', program, work, source, target], {
    encoding: 'utf8',
    maxBuffer: 1024 * 1024,
  })
  const answer: unknown = result.status === 0 ? JSON.parse(result.stdout) : undefined
  if (!isOnce(answer)) throw new Error(result.stderr)
  return answer
}

const isOnce = (answer: unknown): answer is Once =>
  typeof answer === 'object' && answer !== null && 'ms' in answer && 'peakMb' in answer

/** Shopify's own when it lies beside the checkout, else a document of its size; smaller ones are always made. */
function introspections(
  folder: string,
  growth: boolean,
): readonly { readonly title: string; readonly file: string }[] {
  const shared = fileURLToPath(
    new URL('../../../shared/data/graphql/shopify-admin-2026-07.introspection.json', import.meta.url),
  )
  const made = (count: number): { readonly title: string; readonly file: string } => {
    const file = join(folder, `${count}.json`)
    writeFileSync(file, introspectionText(count))
    return { title: `GraphQL: a made introspection result of ${count} types`, file }
  }
  const sizes = growth ? [types / 4, types, types * 4] : []
  if (!existsSync(shared)) return (growth ? sizes : [types]).map(made)
  return [{ title: 'GraphQL: Shopify, an introspection result of 11 MB', file: shared }, ...sizes.map(made)]
}

/** The package lets nothing be resolved but its module, so the file is named by its place. */
const gitHubSdl = (): string =>
  fileURLToPath(
    new URL('../../packages/sources/node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url),
  )

async function benchDatabase(dialect: SqlDialect, options: BenchOptions): Promise<void> {
  const server = await findServer(dialect)
  // It has said so itself.
  if (server === undefined) return
  const place = { dialect, server, name: `bindery_bench_${process.pid}` }
  try {
    for (const count of options.growth ? [tables / 16, tables / 4, tables].map(Math.round) : [tables]) {
      await createLargeDatabase(place, count)
      const input = {
        source: dialect,
        target: place.name,
        goal: 1.3,
        floor: 'catalog queries, rows read',
      } as const
      const title = `${dialect}: ${count} tables, ${count * columnsPerTable} columns, ${count * 2} foreign keys`
      print(title, figuresOf(input, options), options.json ? 'json' : 'table')
    }
  } finally {
    await dropLargeDatabase(place)
  }
}
