import { nowhere, parseCredentials } from '@bindery/connection'
import type { AnyBinding } from '@bindery/model'
import { describeParameters, fillPreset, openCatalogue, type Pack } from '@bindery/packs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compilePack, readDescription } from '../testing/compile-pack.ts'
import { exchangesOf } from '../testing/pack-runs.ts'
import { readOwnSlice, readSlice, readSliceCatalog } from '../testing/pack-slices.ts'
import { integrationTypes, sourceOfType, withPackValues } from '@bindery/platform/integrations'

/* Claims about every pack of the catalogue: a folder that is added is held to them without a line here. */

const { packs } = openCatalogue()

describe.each(packs.map((pack) => [pack.id, pack] as const))('the pack "%s"', (_, pack) => {
  it.each(pack.manifest.types.map((type) => [type]))(
    'compiles whole on %s, with the effects that it declares',
    async (type) => {
      const compiled = await compilePack(pack, sourceOfType(type), await readSliceCatalog(pack.id, type))
      expect(compiled).toEqual(
        pack.presets.map(({ slug, effect }) => ({ slug, status: 'compiled', effect, reason: '' })),
      )
    },
  )

  it.runIf(pack.manifest.types.includes('openapi'))(
    'compiles whole on what the provider itself publishes',
    async () => {
      const compiled = await compilePack(
        pack,
        'openapi',
        await readDescription('openapi', readOwnSlice(pack.id)),
      )
      expect(compiled.filter(({ status }) => status === 'skipped')).toEqual([])
    },
  )

  it('is for types that can be registered, and small', () => {
    for (const type of pack.manifest.types) {
      expect(integrationTypes).toContain(type)
      expect(readSlice(pack.id, type).text.length).toBeLessThan(60_000)
    }
  })

  it('has six presets or more, reads and writes, and an exchange for each', () => {
    const effects = new Set(pack.presets.map(({ effect }) => effect === 'read'))
    const exercised = new Set(exchangesOf(pack.id).map(({ preset }) => preset))
    expect([pack.presets.length >= 6, effects.size]).toEqual([true, 2])
    expect([...exercised].sort()).toEqual(pack.presets.map(({ slug }) => slug).sort())
  })

  it('asks for a credential that connecting takes', () => {
    const { credentials, authType } = withPackValues(pack, { credentials: filledForm(pack) })
    const parsed = parseCredentials(authType, credentials, nowhere)
    expect(parsed.ok ? parsed.value.method : parsed.failure).toBe(pack.manifest.auth.type)
  })

  it('names parameters and outputs in snake_case', () => {
    const names = pack.presets.flatMap(({ binding }) => [
      ...parameterNames(fillPreset(binding, { integration: pack.id, config: {} })),
      ...binding.projection.flatMap(({ leaf, fields = [] }) => [leaf, ...fields.map((field) => field.leaf)]),
    ])
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([])
  })
})

const parameterNames = (binding: AnyBinding): readonly string[] =>
  Object.keys(
    z.object({ properties: z.record(z.string(), z.unknown()) }).parse(describeParameters(binding)).properties,
  )

/** What an operator would type into the form of a pack. */
const filledForm = ({ manifest: { auth } }: Pack): Record<string, string> =>
  Object.fromEntries(
    auth.fields.filter(({ required }) => required).map(({ name, example }) => [name, example ?? 'value']),
  )
