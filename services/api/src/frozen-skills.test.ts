import { findServer } from '@bindery/connection/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { freeze, Frozen, type FrozenKind, frozenKinds, readFrozenFile } from './testing/frozen-skills.ts'

const read = (file: string) => z.record(z.enum(frozenKinds), Frozen).parse(JSON.parse(readFrozenFile(file)))
const frozen = read('frozen.json')
const later = read('later-frozen.json')

/** Views were read by nothing; they are searched since then. */
const opened = ['operation order_view.find']
const changed: Readonly<Record<FrozenKind, readonly string[]>> = {
  postgres: opened,
  mysql: opened,
  openapi: [],
  graphql: [],
}

describe.each(frozenKinds)('a %s provider that an earlier state discovered', async (kind) => {
  const isSql = kind === 'postgres' || kind === 'mysql'
  const server = isSql ? await findServer(kind) : undefined
  describe.skipIf(isSql && server === undefined)('is discovered again', () => {
    test('with no skill that drifts or compiles to other bytes, and no part that is gone or another one', async () => {
      const before = frozen[kind]
      const { parts, skills } = await freeze(kind, server)
      expect(skills).toEqual(before.skills)
      const others = Object.entries(before.parts).flatMap(([name, hash]) =>
        parts[name] === hash ? [] : [name],
      )
      expect(others).toEqual(changed[kind])
    })

    test('and skills with conditions, counts, pages and rows within rows are what they were when these came', async () => {
      const { parts, skills } = await freeze(kind, server, 'later-bindings.json')
      expect({ parts, skills }).toEqual(later[kind])
    })
  })
})
