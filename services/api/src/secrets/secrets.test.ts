import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import {
  callOnce,
  clientOf,
  clientSecret,
  connect,
  consent,
  type OAuthDesk,
  oauthDesks,
  register,
  visit,
} from '../testing/oauth-desk.ts'

const desks = await oauthDesks()

let count = 0
const newName = (what: string): string => `${what}-${(count += 1)}`
const canary = 'cnry-shared-secret-55Xw'

const Secret = z.object({
  id: z.string(),
  status: z.string(),
  usageCount: z.int(),
  lastUsedAt: z.string().nullable(),
  references: z.array(z.object({ name: z.string(), environment: z.string(), member: z.string() })),
})

const store = async (desk: OAuthDesk, value = canary) =>
  idOf(await must(desk.server.api('POST', '/secrets', { body: { name: newName('secret'), value } })))
const showSecret = async (desk: OAuthDesk, id: string) =>
  Secret.parse((await desk.server.api('GET', `/secrets/${id}`)).data)

async function connector(desk: OAuthDesk, type: string, production: object): Promise<string> {
  const body = { name: newName('connector'), type, environments: { production } }
  return idOf(await must(desk.server.api('POST', '/auth-connectors', { body })))
}

describe.each(desks)('on the $name', (desk) => {
  const { server, oauth, provider } = desk

  describe('a secret', () => {
    test('is used through a connector, counted and never shown', async () => {
      const secret = await store(desk)
      const id = await connector(desk, 'bearer', { secretRefs: { accessToken: secret } })
      const kind = newName('kind')
      await register(desk, kind, { authConnectorId: id })
      await must(server.api('POST', `/integrations/${kind}/connect`))
      expect(await callOnce(server, kind)).toBe('ok')
      // Connecting tries it, and the call uses it.
      expect(new Set(provider.seen)).toEqual(new Set([`Bearer ${canary}`]))
      expect(await showSecret(desk, secret)).toMatchObject({
        status: 'enabled',
        usageCount: 1,
        lastUsedAt: expect.stringMatching(/^20/),
        references: [{ environment: 'production', member: 'access_token' }],
      })
      const lists = await Promise.all(
        ['/secrets', '/auth-connectors', '/integrations', '/audit'].map((path) => server.api('GET', path)),
      )
      expect(lists.map((list) => [list.status, list.text.includes(canary)])).toEqual(
        lists.map(() => [200, false]),
      )
      expect(server.log()).not.toContain(canary)
    })

    test('stays while it is used, and goes when it is not', async () => {
      const secret = await store(desk)
      const id = await connector(desk, 'bearer', { secretRefs: { access_token: secret } })
      const refused = await server.api('DELETE', `/secrets/${secret}`)
      expect([refused.status, refused.body['code']]).toEqual([409, 'secret_in_use'])
      expect(refused.body['references']).toEqual([expect.objectContaining({ id, member: 'access_token' })])
      await must(server.api('DELETE', `/auth-connectors/${id}`))
      await must(server.api('DELETE', `/secrets/${secret}`))
      expect((await server.api('GET', `/secrets/${secret}`)).status).toBe(404)
    })

    test('keeps its value when a blank one is given, and takes a new one', async () => {
      const secret = await store(desk)
      const id = await connector(desk, 'bearer', { secretRefs: { access_token: secret } })
      const kind = newName('kind')
      await register(desk, kind, { authConnectorId: id })
      await must(server.api('PATCH', `/secrets/${secret}`, { body: { name: newName('renamed'), value: '' } }))
      await callOnce(server, kind)
      await must(server.api('PATCH', `/secrets/${secret}`, { body: { value: 'another-value' } }))
      await callOnce(server, kind)
      expect(provider.seen).toEqual([`Bearer ${canary}`, 'Bearer another-value'])
    })

    test('that is disabled stops connections with a typed error', async () => {
      const secret = await store(desk)
      const id = await connector(desk, 'bearer', { secretRefs: { access_token: secret } })
      const kind = newName('kind')
      await register(desk, kind, { authConnectorId: id })
      await must(server.api('PATCH', `/secrets/${secret}`, { body: { enabled: false } }))
      expect(await callOnce(server, kind)).toMatch(
        /The secret "secret-\d+", which gives "access_token", is disabled/,
      )
      const answer = await server.api('POST', `/integrations/${kind}/connect`)
      expect([answer.status, answer.body['code'], answer.body['reason']]).toEqual([
        409,
        'integration_not_connected',
        'secret_disabled',
      ])
      expect(provider.seen).toEqual([])
    })

    test('of another organisation is not there', async () => {
      const secret = await store(desk)
      const other = server.client(await server.otherOrganization())
      const answers = await Promise.all([
        other('GET', `/secrets/${secret}`),
        other('PATCH', `/secrets/${secret}`, { body: { enabled: false } }),
        other('DELETE', `/secrets/${secret}`),
        other('POST', '/auth-connectors', {
          body: {
            name: 'x',
            type: 'bearer',
            environments: { production: { secretRefs: { access_token: secret } } },
          },
        }),
      ])
      expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
    })
  })

  describe('an auth connector', () => {
    test('shows its settings and hides its values', async () => {
      const body = {
        name: newName('connector'),
        type: 'oauth2_client_credentials',
        environments: {
          production: {
            tokenUrl: `${oauth.origin}/token`,
            scopes: ['read'],
            clientId: 'desk',
            clientSecret: canary,
          },
        },
      }
      const made = await must(server.api('POST', '/auth-connectors', { body }))
      expect(made.data).toMatchObject({
        type: 'oauth2_client_credentials',
        environments: {
          production: {
            settings: { tokenUrl: `${oauth.origin}/token`, scopes: ['read'], clientId: 'desk' },
            given: ['client_secret'],
            secretRefs: {},
          },
        },
      })
      expect(made.text).not.toContain(canary)
    })

    test('keeps what is left out and takes away what is null', async () => {
      const secret = await store(desk)
      const production = {
        tokenUrl: `${oauth.origin}/token`,
        clientId: 'desk',
        clientSecret: 'old',
        scopes: ['a'],
      }
      const id = await connector(desk, 'oauth2_client_credentials', production)
      const patch = { environments: { production: { scopes: null, secretRefs: { clientSecret: secret } } } }
      const answer = await must(server.api('PATCH', `/auth-connectors/${id}`, { body: patch }))
      expect(answer.data).toMatchObject({
        environments: {
          production: { settings: { clientId: 'desk' }, given: [], secretRefs: { client_secret: secret } },
        },
      })
      const emptied = await must(
        server.api('PATCH', `/auth-connectors/${id}`, { body: { environments: { production: null } } }),
      )
      expect(emptied.data).toMatchObject({ environments: {} })
    })

    test.each([
      ['an unknown type', 'baerer', {}, 400, ['type']],
      ['a member that is missing', 'bearer', {}, 400, ['environments', 'production', 'access_token']],
      [
        'a member that is misspelt',
        'bearer',
        { acess_token: 'x', access_token: 'y' },
        400,
        ['environments', 'production', 'acess_token'],
      ],
    ])('is refused with %s', async (...[, type, production, status, path]) => {
      const body = { name: newName('connector'), type, environments: { production } }
      const answer = await server.api('POST', '/auth-connectors', { body })
      const problems = z.array(z.object({ field: z.string() })).parse(answer.body['errors'])
      expect([answer.status, problems[0]?.field]).toEqual([status, path.join('.')])
    })

    test('gives every slot that uses it its own tokens and stays while one does', async () => {
      const production = { tokenUrl: `${oauth.origin}/token`, clientId: 'desk', clientSecret }
      const id = await connector(desk, 'oauth2_client_credentials', production)
      const [one, other] = [newName('kind'), newName('kind')]
      await register(desk, one, { authConnectorId: id })
      await register(desk, other, { authConnectorId: id })
      expect([await callOnce(server, one), await callOnce(server, other)]).toEqual(['ok', 'ok'])
      expect(oauth.turns.length).toBe(2)
      const refused = await server.api('DELETE', `/auth-connectors/${id}`)
      expect([refused.status, refused.body['code']]).toEqual([409, 'integration_in_use'])
      expect(refused.body['blockers']).toEqual([
        { kind: one, environment: 'production' },
        { kind: other, environment: 'production' },
      ])
    })

    test('asks a person for access to each slot that uses it', async () => {
      const { scopes: _, ...client } = clientOf(desk)
      const id = await connector(desk, 'oauth2_authorization_code', client)
      const kind = newName('kind')
      await register(desk, kind, { authConnectorId: id })
      expect(await callOnce(server, kind)).toContain('Nobody has given access')
      const answer = await must(server.api('POST', `/integrations/${kind}/connect`))
      const { oauthUrl } = z.object({ oauthUrl: z.string() }).parse(answer.data)
      expect((await visit(await consent(new URL(oauthUrl)))).status).toBe(200)
      expect(await callOnce(server, kind)).toBe('ok')
      await must(
        server.api('PATCH', `/integrations/${kind}`, {
          body: { environments: { production: { baseUrl: provider.origin, authConnectorId: null } } },
        }),
      )
      expect(await callOnce(server, kind)).toContain('was disconnected')
      expect(provider.seen.length).toBe(1)
    })

    test('that holds nothing for an environment leaves it unusable', async () => {
      const body = { name: newName('connector'), type: 'bearer' }
      const id = idOf(await must(server.api('POST', '/auth-connectors', { body })))
      const kind = newName('kind')
      await register(desk, kind, { authConnectorId: id })
      const answer = await server.api('POST', `/integrations/${kind}/connect`)
      expect([answer.status, answer.body['code']]).toEqual([409, 'environment_not_configured'])
    })
  })

  test('disconnecting destroys a credential for every server within a second', async () => {
    const kind = newName('kind')
    await register(desk, kind)
    await connect(desk, kind)
    for (const each of desk.servers) expect(await callOnce(each, kind)).toBe('ok')
    const before = await sealedOf(desk, kind)
    await must(server.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))
    expect([before, await sealedOf(desk, kind)]).toEqual([expect.any(String), null])
    provider.seen.length = 0
    for (const each of desk.servers) expect(await callOnce(each, kind)).toContain('was disconnected')
    expect(provider.seen).toEqual([])
  })
})

const Sealed = z.object({ rows: z.array(z.object({ sealed: z.string().nullable() })) })

async function sealedOf(desk: OAuthDesk, kind: string): Promise<string | null | undefined> {
  const result: unknown = await desk.server.server.services.store.run('platform', (transaction) =>
    transaction.raw(
      'select sealed from integration_environments join integrations on integrations.id = integration_id where kind = ?',
      [kind],
    ),
  )
  return Sealed.parse(result).rows[0]?.sealed
}
