import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Connection,
  fingerprintCatalog,
  type Json,
  PlatformError,
  type SchemaCatalog,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { IssueLog } from './json-schema/issue-log.ts'
import { concludeCatalog } from './passes/conclude-catalog.ts'
import { loadAdapter, loadEffectClaim, sourceKinds } from './registry.ts'

/** What a source kind brings to be held against the contract of `SourceAdapter`. */
export interface SourceFixture {
  /** A connection to a well-behaved provider. Made anew for every test. */
  readonly connect: () => Connection
  /** Absolute path of the golden catalog; delete the file to have it written anew. */
  readonly golden: string
  /** Connections to providers whose description is hostile, by what is wrong with it. */
  readonly hostile: readonly (readonly [what: string, connect: () => Connection])[]
}

/** The contract of every source kind: one catalog for one provider, bounded, cancellable, total. */
export function describeSource(kind: string, fixture: SourceFixture): void {
  const introspect = async (connection: Connection, signal = new AbortController().signal) =>
    (await loadAdapter(kind)).introspect(connection, signal)

  describe(`source kind ${kind}`, () => {
    test('is registered under its own name', async () => {
      expect(sourceKinds).toContain(kind)
      expect((await loadAdapter(kind)).source).toBe(kind)
    })

    test('gives the golden catalog', async () => {
      const { catalog } = await introspect(fixture.connect())
      const text = `${JSON.stringify(catalog, undefined, 2)}\n`
      if (!existsSync(fixture.golden)) {
        mkdirSync(dirname(fixture.golden), { recursive: true })
        writeFileSync(fixture.golden, text)
      }
      expect(text).toBe(readFileSync(fixture.golden, 'utf8'))
    })

    test('a catalog survives JSON with the same fingerprint', async () => {
      const { catalog } = await introspect(fixture.connect())
      const copy: unknown = JSON.parse(JSON.stringify(catalog))
      expect(copy).toEqual(catalog)
      expect(fingerprintCatalog((await introspect(fixture.connect())).catalog)).toBe(
        fingerprintCatalog(catalog),
      )
    })

    test('every list is sorted by name and every name is unique', async () => {
      const { catalog } = await introspect(fixture.connect())
      for (const names of nameLists(catalog)) {
        expect(names).toEqual([...new Set(names)].sort((a, b) => (a < b ? -1 : 1)))
      }
    })

    test('nothing that safety hangs on is left to conclude', async () => {
      const { catalog } = await introspect(fixture.connect())
      const claimEffect = await loadEffectClaim(kind)
      expect(concludeCatalog(catalog, { claimEffect, log: new IssueLog() })).toEqual(catalog)
    })

    test('stops at an aborted signal', async () => {
      await expect(introspect(fixture.connect(), AbortSignal.abort())).rejects.toThrow()
    })

    test.each(fixture.hostile)('answers %s with a catalog or a typed error', async (_, connect) => {
      const before = Reflect.ownKeys(Object.prototype)
      const started = performance.now()
      const outcome = await introspect(connect()).catch((error: unknown) => error)
      expect(performance.now() - started).toBeLessThan(5000)
      expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(PlatformError)
    })
  })
}

/** A connection that only holds documents: nothing can be sent through it. */
export function documentConnection(documents: Readonly<Record<string, Json | string>>): Connection {
  const refuse = async (): Promise<never> => {
    throw new PlatformError('egress_blocked', 'This connection sends nothing.')
  }
  return {
    environment: 'development',
    fetch: refuse,
    database: refuse,
    documents: async () =>
      Object.entries(documents).map(([name, content]) => ({
        name,
        bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
      })),
  }
}

function nameLists(catalog: SchemaCatalog): readonly (readonly string[])[] {
  const namesOf = (items: readonly { readonly name: string }[]): readonly string[] =>
    items.map((item) => item.name)
  return [
    namesOf(catalog.objects),
    namesOf(catalog.relationships),
    namesOf(catalog.operations),
    ...catalog.objects.map((object) => namesOf(object.fields)),
    ...catalog.operations.map((operation) => namesOf(operation.arguments)),
  ]
}
