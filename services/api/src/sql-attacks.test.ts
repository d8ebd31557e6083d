import { createTestDatabase, findServer } from '@bindery/connection/testing'
import { JsonValue } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { securityCases } from './testing/security-inputs.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { type ApiAnswer, startTestServer, type TestServer } from './testing/test-server.ts'

const schema = {
  postgres: 'create table u (username text primary key, password text)',
  mysql: 'create table u (username varchar(80) primary key, password text)',
}

const Case = z.object({ id: z.string(), where: z.string(), value: JsonValue, expect: z.string() })
type Case = z.output<typeof Case>
const cases = securityCases('sql/params.json', Case)

const output = { path: '$', leaf: 'users', max: 5, fields: [{ path: 'username', leaf: 'username' }] }
const filter = { column: 'username', param: 'username' }
const findUser = {
  operation: 'u.find',
  toolName: 'Find user',
  sqlSearch: { table: 'u', filter },
  projection: [output],
}

/** The binding with a hostile value in the place that a case names; undefined for a value that an agent gives. */
function hostileBinding({ where, value }: Case): object | undefined {
  const searching = (change: object) => ({ ...findUser, sqlSearch: { ...findUser.sqlSearch, ...change } })
  switch (where) {
    case 'orderBy':
      return searching({ orderBy: { column: value } })
    case 'direction':
      return searching({ orderBy: { column: 'username', direction: value } })
    case 'nulls':
      return searching({ orderBy: { column: 'username', nulls: value } })
    case 'limit':
      return searching({ limit: value })
    case 'column':
      return searching({ filter: { ...filter, column: value } })
    case 'operator':
      return searching({ filter: { ...filter, operator: value } })
    default:
      return undefined
  }
}

/** What an agent gives: a case about the session or a pattern brings its value in words. */
const givenValue = ({ where, value }: Case): Case['value'] => (where === 'session' ? "x' or 1=1 -- " : value)

describe.each(['postgres', 'mysql'] as const)('attacks over the API on %s', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('on a real server', () => {
    let server: TestServer
    let tables: Tables
    let skillId: string
    const bindings = () => `/agents/${tables.agentId}/integrations/${dialect}/bindings`
    const stored = async () => (await tables.database.run('select username, password from u')).rows

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `${address.host}/32` })
      const database = await createTestDatabase(dialect, address)
      await database.script(`${schema[dialect]}; insert into u values ('admin', 's3cr3t')`)
      tables = await connectTables(server, { dialect, database })
      skillId = await tables.publish(findUser)
    })
    afterAll(async () => {
      await server.close()
      await tables.database.drop()
    })

    it('finds the user that is there', async () => {
      expect((await tables.execute(skillId, { username: 'admin' })).data).toMatchObject({
        output: { users: [{ username: 'admin' }] },
      })
    })

    it.each(cases.map((of) => [of.id, of.where, of] as const))('%s in %s', async (...[, , of]) => {
      const binding = hostileBinding(of)
      const answer: ApiAnswer =
        binding === undefined
          ? await tables.execute(skillId, { username: givenValue(of) })
          : await server.api('POST', bindings(), { body: { ...binding, toolName: of.id } })
      if (binding === undefined && !of.expect.startsWith('reject')) {
        expect([answer.status, answer.data]).toEqual([
          200,
          expect.objectContaining({ output: { users: [] } }),
        ])
      } else
        expect([answer.status, answer.body['success']]).toEqual([expect.toBeOneOf([400, 422]), undefined])
      expect(answer.text).not.toContain('s3cr3t')
      expect(await stored()).toEqual([['admin', 's3cr3t']])
    })

    it.each([
      ['*', 'path_not_found'],
      ['password as name', 'path_not_found'],
      ['username; drop table u', 'path_not_found'],
      ['password', 'sensitive_field'],
    ])('refuses to answer with %j', async (path, code) => {
      const fields = [{ path: [path], leaf: 'leaf' }]
      const answer = await server.api('POST', bindings(), {
        body: { ...findUser, toolName: path, projection: [{ ...output, fields }] },
      })
      expect([answer.status, answer.body['code']]).toEqual([422, 'binding_invalid'])
      expect(answer.text).toContain(code)
    })

    it('says nothing of the statement or the server when a value does not fit', async () => {
      const answer = await tables.execute(skillId, { username: `a\u0000' or 1=1 -- ` })
      expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
      expect(answer.text).not.toMatch(/select|syntax|sqlstate/i)
    })
  })
})
