import type { Egress } from '@bindery/connection'
import type { ChatModel } from '@bindery/mapper'
import type { Connection, OrganizationId } from '@bindery/model'
import type { PackCatalogue } from '@bindery/packs'
import type { Store } from '@bindery/store'
import type { FastifyBaseLogger } from 'fastify'
import type { Authenticator } from './auth/authenticate.ts'
import type { Config } from './config.ts'
import type { ChildProcesses } from './discovery/child-process.ts'
import type { JobRunner } from './discovery/job-runner.ts'
import type { FoundSkill } from './execution/find-runnable.ts'
import type { ProcessPresence } from './process-presence.ts'
import type { OrganizationPlaces } from './execution/organization-places.ts'
import type { RunCache } from './execution/run-cache.ts'
import type { EventLog } from './webhooks/event-log.ts'
import type { WebhookSender } from './webhooks/webhook-sender.ts'
import type { Toolset } from './mcp/published-tools.ts'

/** What the use cases work with. Made once by the composition root; holds no state of a request. */
export interface Services {
  readonly config: Pick<Config, 'maxDocumentBytes' | 'maxIntegrations' | 'maxAgents' | 'mcpToolBudget'>
  /** Where browsers reach this server, without a slash at the end. */
  readonly publicUrl: () => string
  readonly store: Store
  readonly packs: PackCatalogue
  readonly process: ProcessPresence
  readonly egress: Egress
  readonly authenticator: Authenticator
  readonly children: ChildProcesses
  readonly logger: FastifyBaseLogger
  readonly jobs: JobRunner
  readonly events: EventLog
  readonly webhooks: WebhookSender
  readonly places: OrganizationPlaces
  /** Drafts bindings; undefined where none is set up. */
  readonly languageModel: ChatModel | undefined
  readonly runnables: RunCache<FoundSkill>
  readonly connections: RunCache<Connection>
  readonly toolsets: RunCache<Toolset>
}

/** Called after a change of what runs depend on: this process feels it with the next run. */
export function forgetRuns(services: Services, organizationId: OrganizationId): void {
  services.runnables.forget(organizationId)
  services.connections.forget(organizationId)
  services.toolsets.forget(organizationId)
  services.egress.tokens.forget(`${organizationId}/`)
}
