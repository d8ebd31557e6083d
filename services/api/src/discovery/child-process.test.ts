import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Connection, PlatformError } from '@bindery/model'
import { afterAll, describe, expect, it, test } from 'vitest'
import { buildHostile } from '../testing/security-inputs.ts'
import { type ChildLimits, ChildProcesses } from './child-process.ts'
import { bundleReader } from './reader-bundle.ts'
import { type IntrospectionSink, newOrganizationId } from '@bindery/platform/kernel'

const quiet: IntrospectionSink = {
  phase: async () => {},
  counts: async () => {},
  page: async () => {},
  issues: async () => {},
}

const nobody = () => Promise.reject(new PlatformError('internal_error', 'There is no provider.'))

function connectionWith(text: string): Connection {
  return {
    environment: 'development',
    fetch: nobody,
    database: nobody,
    documents: () => Promise.resolve([{ name: 'document', bytes: Buffer.from(text) }]),
  }
}

const reader = await bundleReader()
const pools: ChildProcesses[] = []
const poolWith = (limits: Partial<ChildLimits>): ChildProcesses => poolOf(reader, limits)

function poolOf(entry: URL, limits: Partial<ChildLimits>): ChildProcesses {
  const pool = new ChildProcesses(entry, {
    timeoutMs: 60_000,
    maxHeapMegabytes: 512,
    opinionMs: 60_000,
    opinionTurnMs: 60_000,
    ...limits,
  })
  pools.push(pool)
  return pool
}
afterAll(() => pools.forEach((pool) => pool.close()))

interface Reading {
  readonly text: string
  readonly sink?: IntrospectionSink
  readonly signal?: AbortSignal
}

const read = (pool: ChildProcesses, { text, sink = quiet, signal = new AbortController().signal }: Reading) =>
  pool.introspect({ source: 'openapi', knownPages: [], connection: connectionWith(text), sink, signal })

const failureOf = (pending: Promise<unknown>) =>
  pending.then(
    () => 'succeeded',
    (error: unknown) =>
      error instanceof PlatformError ? `${error.code} ${error.details.reason ?? ''}`.trim() : error,
  )

const small = JSON.stringify({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths: {} })
const large = await buildHostile('json-many-ops', { n: 20_000 })

describe('an introspection in its own process', () => {
  it('is killed when it takes too long, and the next one works', async () => {
    expect(await failureOf(read(poolWith({ timeoutMs: 30 }), { text: large }))).toBe(
      'document_unreadable too_slow',
    )
    const pool = poolWith({ timeoutMs: 30_000 })
    expect(await failureOf(read(pool, { text: small }))).toBe('succeeded')
  })

  it('dies alone when it needs too much memory, and the next one works', async () => {
    const pool = poolWith({ maxHeapMegabytes: 40 })
    const wide = await buildHostile('json-wide', { n: 600_000 })
    expect(await failureOf(read(pool, { text: wide }))).toBe('document_unreadable too_heavy')
    expect(await failureOf(read(poolWith({}), { text: small }))).toBe('succeeded')
  })

  test.each([
    ['ends at once', 'process.exit(1)'],
    ['is no program', 'import("./chunk-gone.mjs"'],
  ])('is no fault of the document when the reader %s', async (_, program) => {
    const folder = mkdtempSync(join(tmpdir(), 'bindery-reader-'))
    writeFileSync(join(folder, 'child.mjs'), program)
    const pool = poolOf(pathToFileURL(join(folder, 'child.mjs')), {})
    const document = { name: 'document', bytes: Buffer.from(small) }
    const { signal } = new AbortController()
    try {
      expect(await failureOf(read(pool, { text: small }))).toBe('internal_error')
      expect(
        await pool.judge({ organizationId: newOrganizationId(), source: 'openapi', document, signal }),
      ).toMatchObject([
        { code: 'second_opinion_missing', message: expect.stringContaining('could not be started') },
      ])
    } finally {
      pool.close()
      rmSync(folder, { recursive: true })
    }
  })

  it('ends when it is cancelled, before and while it runs', async () => {
    const pool = poolWith({})
    expect(await failureOf(read(pool, { text: small, signal: AbortSignal.abort() }))).toBe(
      'discovery_cancelled',
    )
    const stop = new AbortController()
    const sink = { ...quiet, counts: async () => stop.abort() }
    expect(await failureOf(read(pool, { text: large, sink, signal: stop.signal }))).toBe(
      'discovery_cancelled',
    )
  })

  it('ends with the error of a sink that fails', async () => {
    const sink = {
      ...quiet,
      counts: () => Promise.reject(new PlatformError('overloaded', 'The disk is full.')),
    }
    expect(await failureOf(read(poolWith({}), { text: small, sink }))).toBe('overloaded')
  })

  it('hands out what the reader refuses as a typed error', async () => {
    expect(await failureOf(read(poolWith({}), { text: '<html>' }))).toMatch(/^document_unreadable/)
  })
})
