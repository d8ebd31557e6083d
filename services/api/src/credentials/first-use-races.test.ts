import { findRealPostgres } from '@bindery/store/testing'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const postgres = await findRealPostgres()
const origin = 'https://api.desk.example'

async function makeConnector(server: TestServer, name: string, secretId: string): Promise<string> {
  const values = { secretRefs: { access_token: secretId } }
  const body = { name, type: 'bearer', environments: { development: values, production: values } }
  return idOf(await must(server.api('POST', '/auth-connectors', { body })))
}

test.skipIf(postgres === undefined)(
  'first uses that cross, edits and changes of lists at once all come to an end, and agree',
  async () => {
    if (postgres === undefined) return
    const server = await startTestServer({ databaseUrl: postgres.url })
    const secrets = await Promise.all(
      ['x', 'y'].map(async (name) =>
        idOf(await must(server.api('POST', '/secrets', { body: { name, value: 'cnry' } }))),
      ),
    )
    const connectors = await Promise.all(
      secrets.map((secret, at) => makeConnector(server, `connector-${at}`, secret)),
    )
    const allowedOrigins = { development: [origin], production: [origin] }
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, number) => {
        const [development, production] = number % 2 === 0 ? connectors : connectors.toReversed()
        const environments = {
          development: { baseUrl: origin, authConnectorId: development },
          production: { baseUrl: origin, authConnectorId: production },
        }
        const owner =
          number % 2 === 0 ? `auth-connectors/${development}` : `secrets/${secrets[number % 4 === 1 ? 0 : 1]}`
        const kind = `k-${number}`
        return Promise.all([
          server.api('POST', '/integrations', { body: { kind, name: kind, type: 'openapi', environments } }),
          server.api('PATCH', `/${owner}`, { body: { allowedOrigins } }),
        ])
      }),
    )
    expect(new Set(answers.flat().map(({ status }) => status))).toEqual(new Set([201, 200]))
    const lists = await Promise.all(
      [...connectors.map((id) => `/auth-connectors/${id}`), ...secrets.map((id) => `/secrets/${id}`)].map(
        async (path) => z.object({ allowedOrigins: z.unknown() }).parse((await server.api('GET', path)).data),
      ),
    )
    expect(lists).toEqual(lists.map(() => ({ allowedOrigins })))
    await server.close()
    await postgres.close()
  },
)
