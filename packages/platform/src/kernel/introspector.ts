import type { CatalogHead, Connection, Issue, OrganizationId, SourceDocument } from '@bindery/model'

/** What the parent does with the parts of a catalog as they arrive. Each call ends before the next one begins. */
export interface IntrospectionSink {
  phase(name: string, done: number, total: number): Promise<void>
  counts(counts: CatalogCounts, quarantined: readonly QuarantinedOperation[]): Promise<void>
  page(page: ReadPage): Promise<void>
  issues(from: number, texts: readonly string[]): Promise<void>
}

export interface IntrospectionTask {
  readonly source: string
  /** Hashes of pages that are stored already and need not come again. */
  readonly knownPages: readonly string[]
  readonly connection: Connection
  readonly sink: IntrospectionSink
  readonly signal: AbortSignal
}

export interface OpinionTask {
  /** Whose document it is: no organisation takes all turns. */
  readonly organizationId: OrganizationId
  readonly source: string
  readonly document: SourceDocument
  readonly signal: AbortSignal
}

/** A compressed page of a catalog; without bytes when it is stored already. */
export interface ReadPage {
  readonly holds: 'bodies' | 'index'
  readonly hash: string
  readonly bytes: Uint8Array | undefined
  readonly parts: number
}

export interface IntrospectionEnd {
  readonly hash: string
  readonly head: CatalogHead
  readonly peakBytes: number
  /** What a database estimates of its tables, a compressed page. Absent for every other source kind. */
  readonly statistics?: Uint8Array
}

/** Reads descriptions where they can do no harm. */
export interface Introspector {
  /**
   * Throws the introspector's PlatformError, `document_unreadable` when it hit a limit of time or memory,
   * `discovery_cancelled` when `signal` aborted, `internal_error` when it could not begin.
   */
  introspect(task: IntrospectionTask): Promise<IntrospectionEnd>
  /**
   * What a strict reader of the standard says of a document; when it cannot say anything, one issue tells why. Throws
   * `discovery_cancelled` when `signal` aborted, and nothing else.
   */
  judge(task: OpinionTask): Promise<readonly Issue[]>
  /** Makes ready for the next one. Cheap when it is. */
  warm(): void
}

export interface CatalogCounts {
  readonly objectCount: number
  readonly fieldCount: number
  readonly edgeCount: number
  readonly operationCount: number
  readonly bindable: number
  readonly limited: number
  readonly quarantined: number
  readonly issueCount: number
}

export interface QuarantinedOperation {
  readonly operation: string
  readonly reason: string
  readonly pointer: string
}
