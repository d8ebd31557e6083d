import type { Egress } from '@bindery/connection'
import type { ChatModel } from '@bindery/mapper'
import type { OrganizationId } from '@bindery/model'
import type { PackCatalogue } from '@bindery/packs'
import type { Store } from '@bindery/store'
import type { ApiReference } from './api-reference.ts'
import type { Backups } from './backups.ts'
import type { EventLog } from './event-log.ts'
import type { Introspector } from './introspector.ts'
import type { Logger } from './logger.ts'
import type { SystemReport } from './system-facts.ts'
import type { StreamPlaces } from './stream-places.ts'

/** Bounds that the operator of the server sets. */
export interface Limits {
  readonly maxDocumentBytes: number
  /** Most that one organisation may have. */
  readonly maxIntegrations: number
  readonly maxAgents: number
  /** Tokens that the tool list of an agent may cost over MCP before it is searched instead of listed. */
  readonly mcpToolBudget: number
}

/** Something that remembers what the database holds, for a while. */
export interface Forgetful {
  forget(organizationId: OrganizationId): void
}

/** A worker that takes its work from the database. */
export interface Worker {
  /** Looks for work now. */
  wake(): void
}

/** What use cases work with. Made once by the composition root; holds no state of a request. */
export interface Everything {
  readonly config: Limits
  /** What this server is: of which version, and whether it set the demo up. */
  readonly instance: { readonly version: string; readonly demo: 'on' | 'off' }
  /** The time, in ms since 1970. */
  readonly now: () => number
  /** Where browsers reach this server, without a slash at the end. */
  readonly publicUrl: () => string
  readonly store: Store
  readonly packs: PackCatalogue
  /** This process, as others know it. */
  readonly process: { readonly id: string }
  readonly egress: Egress
  /** Known API keys: all forgotten when one is revoked or rotated in this process. */
  readonly authenticator: { forget(): void }
  readonly children: Introspector
  readonly logger: Logger
  readonly jobs: Worker & { waitFor(jobId: string, ms: number): Promise<void> }
  readonly events: EventLog
  readonly webhooks: Worker
  readonly system: SystemReport
  readonly backups: Backups
  /** What is described of this API, as it is read. */
  readonly reference: ApiReference
  /** Streams of events that are open in this process. */
  readonly streams: StreamPlaces
  /** Drafts bindings; undefined where none is set up. */
  readonly languageModel: ChatModel | undefined
  /** What runs of an organisation are remembered by: forgotten after a change of what they depend on. */
  readonly runCaches: Forgetful
}

/** What one use case asks for: `Needs<'store' | 'egress'>`. */
export type Needs<Name extends keyof Everything> = Pick<Everything, Name>
