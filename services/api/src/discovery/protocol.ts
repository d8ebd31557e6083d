import type {
  ErrorCode,
  HttpRequest,
  HttpResponse,
  Issue,
  Remedy,
  SourceDocument,
  SqlRows,
  SqlStatement,
} from '@bindery/model'
import type {
  CatalogCounts,
  IntrospectionEnd,
  QuarantinedOperation,
  ReadPage,
} from '@bindery/platform/kernel'

/** Most of a document in one message: small, so that sending one never holds the parent. */
export const partBytes = 256 * 1024

/** A request of the child for its connection: the child itself has no network and no files. */
export type ConnectionCall =
  | { readonly method: 'documents' }
  | { readonly method: 'fetch'; readonly request: HttpRequest }
  | { readonly method: 'database'; readonly statement: SqlStatement }

export type ConnectionAnswer =
  /** The bytes came before, as parts. */
  | { readonly method: 'documents'; readonly documents: readonly DocumentHead[] }
  | { readonly method: 'fetch'; readonly response: HttpResponse }
  | { readonly method: 'database'; readonly rows: SqlRows }

export type DocumentHead = Omit<SourceDocument, 'bytes'>

/** A PlatformError on its way between processes. */
export interface WireError {
  readonly code: ErrorCode
  readonly message: string
  readonly issues?: readonly Issue[]
  readonly reason?: string
  readonly remedy?: Remedy
}

export type ToChild =
  | { readonly kind: 'start'; readonly source: string; readonly knownPages: readonly string[] }
  /** Some bytes of the document at this position, in order; small, so that sending one never holds the parent. */
  | { readonly kind: 'part'; readonly document: number; readonly bytes: Uint8Array }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: ConnectionAnswer }
  | { readonly kind: 'refusal'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'next' }
  /** Asks for a second opinion on the document whose bytes came before, as parts. */
  | { readonly kind: 'judge'; readonly source: string; readonly document: DocumentHead }

export type FromChild =
  /** All that it needs is loaded; may come twice. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'call'; readonly id: number; readonly call: ConnectionCall }
  /** Something about how the provider speaks, to keep with the connection. */
  | { readonly kind: 'habit'; readonly name: string; readonly value: string }
  | { readonly kind: 'phase'; readonly name: string; readonly done: number; readonly total: number }
  | {
      readonly kind: 'counts'
      readonly counts: CatalogCounts
      readonly quarantined: readonly QuarantinedOperation[]
    }
  | ({ readonly kind: 'page' } & ReadPage)
  | { readonly kind: 'issues'; readonly from: number; readonly texts: readonly string[] }
  | ({ readonly kind: 'done' } & IntrospectionEnd)
  | { readonly kind: 'opinion'; readonly issues: readonly Issue[] }
  | { readonly kind: 'failed'; readonly error: WireError }
