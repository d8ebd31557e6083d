import type { Json, JsonObject, PlannedCall } from '@bindery/model'
import { expect, test } from 'vitest'
import type { PageSteps } from './page-steps.ts'
import { readPages, type ReadPage } from './read-pages.ts'

/** Numbers that are the same for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides
  }
}

const styles = ['page', 'offset', 'cursor'] as const

/** A provider as they come: how it counts, what it says of more, and what it is asked. */
interface Provider {
  readonly style: (typeof styles)[number]
  readonly rows: number
  readonly size: number
  /** What the first page is called. */
  readonly first: number
  readonly says: readonly ('total' | 'flag' | 'page' | 'next')[]
  readonly asksSize: boolean
  readonly hasKey: boolean
  readonly ignores: boolean
  readonly most: number
}

function roll(seed: number): Provider {
  const next = dice(seed)
  const style = styles[next(styles.length)] ?? 'page'
  const said = (['total', 'flag', 'page', 'next'] as const).filter((sign) => {
    // A page number tells from where pages are counted, and a cursor is nothing else than what is said.
    if (sign === 'next' && style === 'cursor') return true
    return next(3) === 0 && (sign !== 'page' || style === 'page') && (sign !== 'next' || style === 'cursor')
  })
  return {
    style,
    rows: next(40),
    size: 1 + next(9),
    first: next(2),
    says: said,
    asksSize: next(2) === 0,
    hasKey: next(2) === 0,
    ignores: next(6) === 0,
    most: 2 + next(9),
  }
}

/** One page, by what the call asks for. */
function answerOf(provider: Provider, args: JsonObject): JsonObject {
  const { style, rows, size, first, says, ignores } = provider
  const asked = ignores ? undefined : args['at']
  const page = typeof asked === 'number' ? asked - first : 0
  const from = style === 'page' ? page * size : typeof asked === 'undefined' ? 0 : Number(asked)
  const to = Math.min(from + size, rows)
  const data = Array.from({ length: Math.max(to - from, 0) }, (_, at) => ({ id: from + at }))
  const isMore = to < rows
  const members: readonly (readonly [string, Json])[] = [
    ...(says.includes('total') ? [['total', rows] as const] : []),
    ...(says.includes('flag') ? [['has_more', isMore] as const] : []),
    ...(says.includes('page') ? [['page', page + first] as const] : []),
    ...(says.includes('next') && isMore ? [['next_cursor', `${to}`] as const] : []),
  ]
  return { data, ...Object.fromEntries(members) }
}

async function read(provider: Provider) {
  const { style, size, asksSize, hasKey, most } = provider
  const args: JsonObject = asksSize ? { limit: size } : {}
  const call: PlannedCall = {
    operation: 'list',
    effect: 'read',
    plan: null,
    arguments: args,
    maxResponseBytes: 1_000_000,
    pages: { rows: ['data'], most },
  }
  const steps: PageSteps = {
    style,
    argument: 'at',
    takes: style === 'cursor' ? 'text' : 'number',
    sizeArgument: 'limit',
    compares: true,
    ...(hasKey ? { key: [['id']] } : {}),
  }
  const one: ReadPage = async (page) => {
    const data = answerOf(provider, page?.by === 'arguments' ? { ...args, ...page.arguments } : args)
    return { response: { data, status: 200, bytes: 10 } }
  }
  const refuse = () => Promise.reject(new Error('Nothing is sent.'))
  const connection = {
    environment: 'development',
    fetch: refuse,
    database: refuse,
    documents: refuse,
  } as const
  return readPages(call, { steps, connection, read: one })
}

/** Whether anything tells that there is more: without a size or a word of it, one page looks like all there is. */
const isTold = ({ says, asksSize }: Provider): boolean =>
  asksSize || says.some((sign) => sign === 'total' || sign === 'flag' || sign === 'next')

test('over 5,000 providers no row is lost in silence, and none is given twice', async () => {
  for (let seed = 1; seed <= 5000; seed++) {
    const provider = roll(seed)
    const { data, partial, pageNotes } = await read(provider)
    const rows: readonly Json[] =
      typeof data === 'object' && data !== null && 'data' in data && Array.isArray(data['data'])
        ? data['data']
        : []
    const ids = rows.map((row) => JSON.stringify(row))
    const isWhole = ids.length === provider.rows
    expect({ seed, twice: ids.length - new Set(ids).size }).toEqual({ seed, twice: 0 })
    if (partial === undefined && isTold(provider))
      expect({ seed, provider, read: ids.length, isWhole }).toEqual({
        seed,
        provider,
        read: ids.length,
        isWhole: true,
      })
    if (provider.ignores && isWhole) continue
    // What was read to its end is not said to go on, where the provider says how many there are.
    if (isWhole && provider.says.includes('total'))
      expect({ seed, partial, pageNotes }).toEqual({ seed, partial: undefined, pageNotes: undefined })
  }
})
