import { createEgress, type Egress, type EgressPolicy, parseEgressAllow } from '@bindery/connection'
import type { Store } from '@bindery/store'
import { type OrganizationId, toPointer } from '@bindery/model'
import { openCatalogue, type PackCatalogue } from '@bindery/packs'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { AuditCheck } from './audit-check.ts'
import { Authenticator } from './auth/authenticate.ts'
import { Door } from './auth/door.ts'
import { openLanguageModel } from './automap/language-model.ts'
import { watchModel } from './automap/watch-model.ts'
import { type Config, ConfigError, type SettingName } from './config.ts'
import { ChildProcesses, standardLimits } from './discovery/child-process.ts'
import { BackupMaker } from './backup/backup-maker.ts'
import { bundleReader } from './discovery/reader-bundle.ts'
import { apiReference } from './http/api-reference.ts'
import { describeApi } from './http/openapi-document.ts'
import { addConsole } from './http/console-pages.ts'
import { addPublicRoutes, type HealthCheck } from './http/public-routes.ts'
import { KeyLimit } from './http/key-limit.ts'
import { RequestReplays } from './http/request-replays.ts'
import { createServer } from './http/server.ts'
import { openConfiguredStore } from './open-configured-store.ts'
import { addAdminEndpoint } from './mcp/admin/admin-endpoint.ts'
import { addMcpEndpoint } from './mcp/endpoint.ts'
import { StartChecks } from './start-checks.ts'
import { systemReport } from './system-report.ts'
import { addOAuthCallback } from './oauth/callback-route.ts'
import { allRoutes } from './routes/index.ts'
import type { Services } from './services.ts'
import { version } from './version.ts'
import { rejudgeEffects } from '@bindery/platform/drift'
import { JobRunner } from '@bindery/platform/discovery'
import { RetentionSweeper } from '@bindery/platform/reports'
import { AnswerTurns, OrganizationPlaces } from '@bindery/platform/runs'
import { EventLog, ProcessPresence, RunCache, StreamPlaces } from '@bindery/platform/kernel'
import { WebhookSender } from '@bindery/platform/webhooks'

export interface RunningServer {
  readonly address: string
  readonly services: Services
  close(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  /** Which settings somebody gave; none when absent. */
  readonly given?: ReadonlySet<SettingName>
  readonly logger: FastifyBaseLogger
  /** `cidr:port` entries that the demo needs besides the configured ones; its providers may start meanwhile. */
  readonly demoEgress: readonly string[] | Promise<readonly string[]>
  /** Those of the platform when absent. */
  readonly packs?: PackCatalogue | undefined
  /** Hears that another process restored the store under this one, which must end at once. */
  readonly onRestored?: (() => void) | undefined
  /** What else has to be done before the server is ready; nothing when absent. */
  readonly startChecks?: StartChecks | undefined
}

/** Wires the parts together and listens. The composition root: nowhere else do implementations meet. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config, logger } = options
  const store = await openConfiguredStore(config)
  const presence = new ProcessPresence(() => options.onRestored?.())
  await presence.start(store, config.databaseUrl === undefined ? 'alone' : 'shared', logger)
  const egressAllow = [config.egressAllow, ...(await options.demoEgress)].filter(Boolean).join(',')
  const egress = createEgress({ policy: egressPolicy(egressAllow) })
  const { model, state, system } = watch(options, { store, egress, egressAllow })
  const children = new ChildProcesses(await bundleReader(), standardLimits)
  const jobs = new JobRunner()
  const webhooks = new WebhookSender()
  const sweeper = new RetentionSweeper()
  const backups = new BackupMaker(store, config)
  let address = ''
  const services: Services = {
    config,
    instance: { version, demo: config.demo },
    now: Date.now,
    publicUrl: () => config.publicUrl ?? address,
    store,
    backups,
    packs: options.packs ?? loadPacks(logger),
    process: presence,
    egress,
    languageModel: model?.model,
    system,
    reference: apiReference(() => allRoutes(services)),
    authenticator: new Authenticator(store, Date.now),
    children,
    jobs,
    webhooks,
    ...createPlaces(),
    ...createRunCaches(egress),
    logger,
  }
  await rejudgeEffects(services)
  const app = await createApp(services, config, state)
  await app.listen({ host: config.host, port: config.port })
  address = addressOf(app, config.host)
  for (const worker of [jobs, webhooks, sweeper]) worker.start(services)
  state.auditCheck.start(store, logger)
  return {
    address,
    services,
    close: async () => {
      services.streams.close()
      backups.close()
      await drain(app)
      await sweeper.close()
      await state.auditCheck.close()
      await jobs.close()
      await webhooks.close()
      children.close()
      await services.egress.close()
      await presence.close(store)
      await store.close()
    },
  }
}

interface WatchedParts {
  readonly store: Store
  readonly egress: Egress
  readonly egressAllow: string
}

/** What the server knows of itself: how its checks do, and whether its model answers. */
function watch(
  { config, given = new Set(), startChecks = new StartChecks() }: StartOptions,
  { store, egress, egressAllow }: WatchedParts,
) {
  const chat = openLanguageModel(config.languageModel, egress)
  const model = chat && watchModel(chat, Date.now)
  const state: StateChecks = { auditCheck: new AuditCheck(), startChecks, startedAt: new Date() }
  const checks = async () => [
    ...(await checkHealth(store)),
    ...startChecks.list(),
    ...state.auditCheck.list(),
  ]
  const { startedAt } = state
  const system = systemReport({ config, given, store, model, egressAllow, startedAt, checks })
  return { model, state, system }
}

/** A broken pack is missing from the catalog; the log says what is wrong with it. */
function loadPacks(logger: FastifyBaseLogger): PackCatalogue {
  const catalogue = openCatalogue()
  for (const { path, message } of catalogue.issues) logger.warn({ pack: toPointer(path) }, message)
  return catalogue
}

/** Most that open requests may take to end when the server does, in ms. */
const drainMs = 25_000

/** Takes no new requests and lets the open ones end, for a while; what is then still open is cut off. */
async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), drainMs)
  await app.close()
  clearTimeout(cut)
}

/** Who is told of what happens, and how much at once is done for whom. */
function createPlaces(): Pick<Services, 'events' | 'streams' | 'places' | 'answers'> {
  const places = new OrganizationPlaces()
  const answers = new AnswerTurns(() => places.isShared)
  return { events: new EventLog(), streams: new StreamPlaces(), places, answers }
}

type RunCaches = Pick<Services, 'runnables' | 'connections' | 'toolsets' | 'runCaches'>

/** After a change of what runs depend on, this process feels it with the next run. */
function createRunCaches({ tokens }: Egress): RunCaches {
  const caches: Omit<RunCaches, 'runCaches'> = {
    runnables: new RunCache(Date.now),
    connections: new RunCache(Date.now),
    toolsets: new RunCache(Date.now),
  }
  const forget = (organizationId: OrganizationId): void => {
    for (const cache of Object.values(caches)) cache.forget(organizationId)
    tokens.forget(`${organizationId}/`)
  }
  return { ...caches, runCaches: { forget } }
}

interface StateChecks {
  readonly auditCheck: AuditCheck
  readonly startChecks: StartChecks
  readonly startedAt: Date
}

async function createApp(services: Services, config: Config, state: StateChecks): Promise<FastifyInstance> {
  const routes = allRoutes(services)
  const { logger } = services
  const onChange = (organizationId: OrganizationId): void => services.runCaches.forget(organizationId)
  const { host, maxDocumentBytes } = config
  const app = await createServer({
    routes,
    door: new Door(services),
    replays: new RequestReplays(services.store),
    keyLimit: new KeyLimit(config.requestsPerMinute, Date.now),
    logger,
    host,
    publicUrl: config.publicUrl,
    maxDocumentBytes,
    onChange,
  })
  addMcpEndpoint(app, services, config)
  addAdminEndpoint(app, services, config)
  addOAuthCallback(app, services)
  addPublicRoutes(app, {
    openApi: () => describeApi(routes),
    checks: () => checkHealth(services.store),
    startChecks: () => state.startChecks.list(),
    integrityChecks: () => state.auditCheck.list(),
    startedAt: state.startedAt,
  })
  await addConsole(app)
  return app
}

async function checkHealth(store: Store): Promise<readonly HealthCheck[]> {
  try {
    await store.run('platform', (transaction) => transaction.raw('select 1'))
    return [{ name: 'database', ok: true }]
  } catch {
    return [{ name: 'database', ok: false, detail: 'The database does not answer.' }]
  }
}

function egressPolicy(entries: string): EgressPolicy {
  const parsed = parseEgressAllow(entries)
  if (parsed.ok) return { allow: parsed.value, plainHttp: 'listed' }
  throw new ConfigError(parsed.failure.map((problem) => `BINDERY_EGRESS_ALLOW: ${problem}`))
}

function addressOf(app: FastifyInstance, host: string): string {
  const address = app.server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`
}
