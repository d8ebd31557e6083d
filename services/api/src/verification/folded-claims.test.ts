import { createTestDatabase, findServer } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../testing/clinic-server.ts'
import { connectTables, type Tables } from '../testing/tables.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/*
 * Callers are found by a column that a database compares without regard to case, accents and more. It finds somebody for
 * many spellings; who is verified is decided by what they claim.
 */

const schema = {
  postgres: `create collation base (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
    create table person (login text collate base primary key, code_word text, note text)`,
  mysql: `create table person (login varchar(40) character set utf8mb4 collate utf8mb4_unicode_ci primary key,
    code_word varchar(40), note varchar(40))`,
}
const people = "insert into person values ('admin', 'tulip', 'a'), ('strasse', 'rose', 'b')"

const verifier: BindingInputDocument = {
  operation: 'person.find',
  toolName: 'Verify person',
  sqlSearch: { table: 'person', filter: { column: 'login', param: 'login' } },
  projection: [
    {
      path: '$',
      leaf: 'people',
      max: 5,
      fields: [
        { path: 'login', leaf: 'login' },
        { path: 'code_word', leaf: 'code_word' },
      ],
    },
  ],
}
const change: BindingInputDocument = {
  operation: 'person.update',
  toolName: 'Change note',
  inputs: [
    { param: 'login', argument: 'login', required: true },
    { param: 'note', argument: 'note', required: true },
  ],
  projection: [{ path: 'login', leaf: 'login' }],
}

describe.each(['postgres', 'mysql'] as const)(
  'a caller who is found by a folded column of %s',
  async (dialect) => {
    const address = await findServer(dialect)
    describe.skipIf(address === undefined)('on a real server', () => {
      let server: TestServer
      let tables: Tables
      let calls = 0

      beforeAll(async () => {
        if (address === undefined) return
        const database = await createTestDatabase(dialect, address)
        await database.script(`${schema[dialect]}; ${people}`)
        server = await startTestServer()
        tables = await connectTables(server, { dialect, database })
        const verifierSkillId = await tables.publish(verifier)
        const body = {
          method: 'account_pin',
          verifierSkillId,
          requiredFields: ['login', 'code_word'],
          maxAttempts: 10,
        }
        await must(server.api('PUT', `/agents/${tables.agentId}/caller-verification`, { body }))
      })
      afterAll(async () => {
        await server.close()
        await tables.database.drop()
      })

      test.each([
        ['as it is', 'admin', 'tulip', 200],
        ['in capitals', 'ADMIN', 'tulip', 200],
        ['with blanks and marks', ' admin.', 'tulip', 403],
        ['with an accent', 'ádmin', 'tulip', 403],
        ['with a dotless i', 'admın', 'tulip', 403],
        ['in letters of another script', 'аdmin', 'tulip', 403],
        ['with ß for ss', 'straße', 'rose', 403],
        ['of somebody else', 'strasse', 'tulip', 403],
        ['that matches all by a wildcard', '%', 'tulip', 403],
        ['that is nothing but what no database counts', '\u200b', 'tulip', 403],
      ])('is told from others by a login %s', async (...[, login, word, status]) => {
        const body = {
          method: 'account_pin',
          claims: { login, code_word: word },
          conversationId: `folded-${(calls += 1)}`,
        }
        const answer = await server.api('POST', `/agents/${tables.agentId}/verifications`, { body })
        expect(answer.status).toBe(status)
      })

      test.each([
        ['search', { ...verifier, toolName: 'Find person' }],
        ['change', change],
      ])('whoever binds a %s by it is told', async (_, binding) => {
        const bound = await must(tables.bind(binding))
        expect(bound.text).toContain('comparison_folded')
      })
    })
  },
)
