import { Readable } from 'node:stream'
import {
  insertAuthConnector,
  insertOrganization,
  insertSecret,
  setAllowedOrigins,
  setConnectorEnvironment,
  type Store,
} from '@bindery/store'
import { openTestStore } from '@bindery/store/testing'
import { afterAll, expect, test } from 'vitest'
import { newId, newOrganizationId } from '../kernel/ids.ts'
import type { Asking } from '../kernel/use-case.ts'
import { authConnectorUseCases } from './auth-connectors.ts'
import { secretUseCases } from './secrets.ts'

const opened = await openTestStore()
const { store } = opened
afterAll(() => opened.close())

const organizationId = newOrganizationId()
await store.run('platform', (transaction) =>
  insertOrganization(transaction, { id: organizationId, slug: organizationId, name: 'Many' }),
)

/** A connector that refers to a secret, each with an origin of its own. */
async function addConnector(name: string): Promise<void> {
  const [id, secretId, environment] = [newId(), newId(), 'production'] as const
  await store.run(organizationId, async (transaction) => {
    await insertSecret(transaction, { organizationId, id: secretId, name, sealed: '', isEnabled: true })
    await insertAuthConnector(transaction, { organizationId, id, name, type: 'bearer' })
    await setConnectorEnvironment(transaction, {
      organizationId,
      connectorId: id,
      environment,
      settings: {},
      given: [],
      sealed: undefined,
      references: { access_token: secretId },
    })
    const shared = { organizationId, environment, origins: [`https://${name}.example.com`] }
    await setAllowedOrigins(transaction, { ...shared, owner: { kind: 'secret', id: secretId } })
    await setAllowedOrigins(transaction, { ...shared, owner: { kind: 'auth_connector', id } })
  })
}

const asking: Asking = {
  principal: {
    organizationId,
    keyId: newId(),
    actor: 'key:Reader',
    scopes: new Set(['secrets:read']),
    environment: undefined,
    expiresAt: undefined,
  },
  requestId: newId(),
  address: '',
  signal: new AbortController().signal,
  given: undefined,
  upload: Readable.from([]),
  wants: 'answer',
  lastEvent: 0,
  waitMs: 0,
  asker: 'program',
  knownTag: undefined,
  seenRevision: () => undefined,
  idempotencyKey: () => undefined,
  knownEpoch: () => undefined,
  missing: () => undefined,
}

/** What a list answers, and in how many statements. */
async function ask(useCase: (typeof lists)[number][1]): Promise<{ answer: unknown; statements: number }> {
  let statements = 0
  const counted: Store = {
    ...store,
    run: (tenant, work) =>
      store.run(tenant, (transaction) => {
        transaction.on('query', () => (statements += 1))
        return work(transaction)
      }),
  }
  const asked = { subject: {}, options: {}, content: undefined }
  return { answer: await useCase.run(asked, asking, { store: counted }), statements }
}

const names = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7', 'h8', 'i9', 'j10', 'k11', 'l12']
const lists = [
  ['secrets', secretUseCases.list],
  ['auth connectors', authConnectorUseCases.list],
] as const

test('lists of what is shared take as many statements for twelve rows as for one, and give each row its own', async () => {
  await addConnector('a1')
  const ofOne = []
  for (const [, list] of lists) ofOne.push((await ask(list)).statements)
  for (const name of names.slice(1)) await addConnector(name)
  const ofTwelve = []
  for (const [, list] of lists) ofTwelve.push(await ask(list))
  expect(ofTwelve.map(({ statements }) => statements)).toEqual(ofOne)
  const own = names.map((name) => ({
    name,
    allowedOrigins: { production: [`https://${name}.example.com`] },
  }))
  expect(ofTwelve.map(({ answer }) => answer)).toMatchObject([
    { data: own.map((row) => ({ ...row, references: [{ name: row.name }] })) },
    { data: own.map((row) => ({ ...row, environments: { production: { given: [] } } })) },
  ])
})
