import type { Operation, SchemaCatalog } from './catalog.ts'
import type { CatalogStatistics } from './tables/table-statistics.ts'
import type { CheckedBinding } from './checked-binding.ts'
import type { ComparedValues } from './compared-value.ts'
import type { Connection } from './connection.ts'
import type { Effect } from './effect.ts'
import type { Issue } from './issue.ts'
import type { Json, JsonObject } from './json.ts'

/** What introspection found: a catalog, and every part of the provider's description that could not be used. */
export interface Introspection {
  readonly catalog: SchemaCatalog
  readonly issues: readonly Issue[]
  /** What a database estimates of its tables. Absent for every other source kind. */
  readonly statistics?: CatalogStatistics
}

export interface Introspector {
  /**
   * Reads a provider into a catalog. Total: any input gives a catalog plus issues, or a PlatformError
   * (`document_unreadable`, `document_too_large`). Runs in a child process; `connection` is its only way out.
   */
  introspect(connection: Connection, signal: AbortSignal): Promise<Introspection>
}

export interface Lowering {
  /** The concrete call of a checked binding, as data that only the same adapter reads. Asks only for what is read. */
  lower(operation: Operation, binding: CheckedBinding): Json
}

export interface Executor {
  /**
   * Carries out one call. Argument values are checked and typed already; the adapter encodes them. Throws PlatformError
   * for every failure, `upstream_error` with `upstreamStatus` for an error answer.
   */
  execute(call: PlannedCall, connection: Connection, signal: AbortSignal): Promise<ProviderResponse>
}

/** One source kind. Three methods, never a fourth. */
export interface SourceAdapter extends Introspector, Lowering, Executor {
  readonly source: string
}

export interface PlannedCall {
  readonly operation: string
  readonly effect: Effect
  readonly plan: Json
  /** Argument name to value, nested as the provider's input objects are. Absent members are not sent. */
  readonly arguments: JsonObject
  /** What the conditions of its plan compare with. Absent where it has none. */
  readonly compared?: ComparedValues
  readonly maxResponseBytes: number
  /**
   * Ways, by names of fields, to the lists of the answer that outputs read as a whole: the executor says of them in
   * `partial` what it knows. Absent when there are none.
   */
  readonly lists?: readonly (readonly string[])[]
  /** Set where more than the first page of an answer is read. */
  readonly pages?: PagesToRead
  /** Sent to providers that take one, so that even a crash cannot double a write. */
  readonly idempotencyKey?: string
}

/** Which list of an answer goes on over pages, and how far it is followed. */
export interface PagesToRead {
  /** Names of the fields that lead to the list from the answer; none for the answer itself. */
  readonly rows: readonly string[]
  /** Pages that are read at most, 1 to 10. */
  readonly most: number
  /** Asked before each page but the first; rejects with what stops the call. */
  readonly admit?: () => Promise<void>
}

/** How a database would carry out a search of which only what every call has is known. */
export type QueryPlan = {
  /** Rows that it expects to hand over, and what it thinks that costs in a unit of its own; null where it does not say. */
  readonly rows: number | null
  readonly cost: number | null
  /** Tables that it reads, in the order of the plan. */
  readonly reads: readonly TableRead[]
}

export type TableRead = {
  readonly table: string
  /** `whole`: every row of the table. `index`: what an index leads to. */
  readonly by: 'whole' | 'index'
  readonly index: string | null
  readonly rows: number | null
}

export interface ProviderResponse {
  /** The decoded answer; numbers that a double cannot hold are strings. Null for an empty answer. */
  readonly data: Json
  readonly status: number
  readonly bytes: number
  /** Lists of the answer that may not be whole. */
  readonly partial?: readonly PartialList[]
  /** What came and is not in `data`: the run warns of it. */
  readonly notes?: readonly LeftOut[]
  /** What came of following pages that whoever reads the rows must know: the run warns of it. */
  readonly pageNotes?: readonly PageNote[]
}

/** `page` counts from 1, in the order in which pages were read. */
export type PageNote =
  /** Rows whose key came on an earlier page; they are left out. */
  | { readonly kind: 'rows_repeated'; readonly rows: number }
  /** A page with the rows of an earlier one: the provider does not heed what asks for the next. It is left out. */
  | { readonly kind: 'page_repeated'; readonly page: number }
  /** A page names as the next one what was read already. */
  | { readonly kind: 'cursor_repeated'; readonly page: number }
  /** A page names a next one outside of the origin or the base path of the connection. Nothing was sent there. */
  | { readonly kind: 'next_page_elsewhere'; readonly page: number }
  /** A page names a next one in a form that the operation cannot be asked for. */
  | { readonly kind: 'next_page_unusable'; readonly page: number }

/** A part of an answer that has no place in it, by its kind and its size: nothing here is a word of the provider. */
export type LeftOut =
  | { readonly part: 'text'; readonly characters: number }
  | { readonly part: 'image' | 'audio' | 'resource' | 'resource_link' | 'structured' | 'other' }

/** A list of an answer that is, or may be, one page of more. */
export interface PartialList {
  /** Names of the fields that lead to it from the answer; none for the answer itself. */
  readonly path: readonly string[]
  /** `certain`: the provider says so. `possible`: it gave as many as a page holds, and does not say whether that is all. */
  readonly more: 'certain' | 'possible'
  /** How many there are in all, where the provider says it. */
  readonly total?: number
}
