import { type Environment, type OrganizationId, Secret } from '@bindery/model'
import type { PackCatalogue } from '@bindery/packs'
import { insertApiKey, insertOrganization, type Transaction } from '@bindery/store'
import { copyTemplate } from '@bindery/store/testing'
import { rmSync } from 'node:fs'
import { pino } from 'pino'
import type { Config, LanguageModelSettings } from '../config.ts'
import { prepareOrganization } from '../demo/prepare-organization.ts'
import type { StartChecks } from '../start-checks.ts'
import { type RunningServer, startServer } from '../start.ts'
import { newId, newOrganizationId, type Scope, scopes } from '@bindery/platform/kernel'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; `{}` when it is not JSON. */
  readonly body: Record<string, unknown>
  /** `body.data` */
  readonly data: unknown
}

export interface ApiCall {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Calls below `/api/v1` with one key. */
export type ApiClient = (method: string, path: string, call?: ApiCall) => Promise<ApiAnswer>

export interface TestServer {
  readonly address: string
  readonly server: RunningServer
  readonly organizationId: OrganizationId
  readonly api: ApiClient
  /** The text of everything that the server logged. */
  readonly log: () => string
  readonly client: (key: string) => ApiClient
  /** A key of the first organisation with these scopes only, for one environment when it is named. */
  readonly keyWith: (scopes: readonly Scope[], environment?: Environment) => Promise<string>
  /** A key with every scope in an organisation of its own. */
  readonly otherOrganization: () => Promise<string>
  /** Throws when a change left none of the audit entries that its use case promises. */
  close(): Promise<void>
}

export interface TestServerOptions {
  readonly databaseUrl?: Secret
  readonly maxDocumentBytes?: number
  readonly maxIntegrations?: number
  readonly maxAgents?: number
  /** Loopback may be reached unless this says otherwise. */
  readonly egressAllow?: string
  /** A language model that drafts bindings; none when absent. */
  readonly languageModel?: LanguageModelSettings
  /** Those of the platform unless this gives others. */
  readonly packs?: PackCatalogue
  /** The data of a server before, which is kept; an empty one of its own when absent. */
  readonly dataDirectory?: string
  /** Where browsers reach the server; its own address when absent. */
  readonly publicUrl?: string
  /** What holds readiness back. */
  readonly startChecks?: StartChecks
}

const firstKey = 'test-key-with-every-scope'

/** A whole server on a free port, on an embedded database of its own unless an address is given. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const directory = options.dataDirectory ?? (await copyTemplate())
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: directory,
    databaseUrl: options.databaseUrl,
    bootstrapApiKey: new Secret(firstKey),
    masterKey: { from: 'text', text: new Secret('42'.repeat(32)) },
    olderMasterKey: undefined,
    requestsPerMinute: 120_000,
    publicUrl: options.publicUrl,
    demo: 'off',
    egressAllow: options.egressAllow ?? '127.0.0.1/32',
    maxDocumentBytes: options.maxDocumentBytes ?? 67_108_864,
    maxIntegrations: options.maxIntegrations ?? 10_000,
    maxAgents: options.maxAgents ?? 10_000,
    mcpToolBudget: 8_000,
    mcpHosts: [],
    languageModel: options.languageModel,
  }
  const { packs, startChecks } = options
  const server = await startServer({ config, logger, demoEgress: [], packs, startChecks })
  const { principal } = await prepareOrganization(server.services, config.bootstrapApiKey)
  const client = (key: string): ApiClient => createClient(server.address, key)
  const grant = (grantee: Omit<KeyGrant, 'server'>) =>
    server.services.store.run('platform', (transaction) => storeKey(transaction, { server, ...grantee }))
  return {
    address: server.address,
    server,
    organizationId: principal.organizationId,
    api: client(firstKey),
    log: () => lines.join(''),
    client,
    keyWith: async (granted, environment) => {
      const key = `key-${newId()}`
      await grant({ key, organization: principal.organizationId, scopes: granted, environment })
      return key
    },
    otherOrganization: async () => {
      const id = newOrganizationId()
      await server.services.store.run('platform', (transaction) =>
        insertOrganization(transaction, { id, slug: id, name: 'Another organisation' }),
      )
      const key = `key-${newId()}`
      await grant({ key, organization: id, scopes, environment: undefined })
      return key
    },
    close: async () => {
      await server.close()
      if (options.dataDirectory === undefined) rmSync(directory, { recursive: true, force: true })
      const silent = lines.filter((line) => line.includes('left no entry in the audit log'))
      if (silent.length > 0)
        throw new Error(`Changes that the audit log does not tell of:\n${silent.join('')}`)
    },
  }
}

interface KeyGrant {
  readonly server: RunningServer
  readonly key: string
  readonly organization: Parameters<typeof insertApiKey>[1]['organizationId']
  readonly scopes: readonly Scope[]
  readonly environment: Environment | undefined
}

async function storeKey(transaction: Transaction, grant: KeyGrant): Promise<void> {
  await insertApiKey(transaction, {
    organizationId: grant.organization,
    id: newId(),
    name: 'Test key',
    prefix: 'test',
    digest: grant.server.services.store.keyDigest.of(new Secret(grant.key)),
    scopes: grant.scopes,
    environment: grant.environment,
    expiresAt: undefined,
  })
}

function createClient(address: string, key: string): ApiClient {
  return async (method, path, call = {}) => {
    const isText = typeof call.body === 'string'
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: isText ? String(call.body) : JSON.stringify(call.body) }),
    })
    const text = await response.text()
    const body = parseObject(text)
    return { status: response.status, headers: response.headers, text, body, data: body['data'] }
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
  } catch {
    return {}
  }
}
