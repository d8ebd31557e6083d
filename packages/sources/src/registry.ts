import {
  type Connection,
  type Issue,
  type Operation,
  PlatformError,
  type SourceAdapter,
  type SourceDocument,
} from '@bindery/model'
import type { ClaimEffect } from './effects/claim.ts'
import type { OperationAddress } from './http-json/operation-address.ts'
import type { RequestShape } from './http-json/request-shape.ts'

interface SourceKind {
  readonly load: () => Promise<SourceAdapter>
  /** What it knows of an operation's effect before names are read. */
  readonly claim: () => Promise<{ readonly claimEffect: ClaimEffect }>
  /** Set for databases: what a connection must speak. The others are reached over HTTP. */
  readonly dialect?: SqlDialect
  /** A read that every server of the kind answers, whatever it is for. */
  readonly probe?: () => Promise<{ readonly probeServer: ProbeServer }>
  /** What the request of an operation looks like, where operations have addresses of their own. */
  readonly shape?: () => Promise<{ readonly requestShape: (operation: Operation) => RequestShape }>
  /** What documents that speak of a description call its operations; of kinds whose descriptions such documents speak of. */
  readonly address?: () => Promise<{ readonly operationAddress: (operation: Operation) => OperationAddress }>
  /** What a strict reader of its standard says of a document. */
  readonly opinion?: () => Promise<{ readonly secondOpinion: SecondOpinion }>
  /** Where a description may turn out to be one of the kind; absent where only a login or an operator can give one. */
  readonly foundIn?: readonly ('document' | 'endpoint')[]
  /** Schemes of a data source name (DSN) that leads to a server of the kind. */
  readonly schemes?: readonly string[]
  /** Its description is written by the operator, action by action; no provider can change it. */
  readonly isAuthored?: true
}

/** Only for a process that can be killed. Throws `document_unreadable`, and whatever breaks in the strict reader. */
export type SecondOpinion = (document: SourceDocument) => Promise<readonly Issue[]>

/** Throws what a call throws when the server does not answer as its kind does. */
export type ProbeServer = (connection: Connection, signal: AbortSignal) => Promise<void>

export type SqlDialect = 'postgres' | 'mysql'

/** One line per source kind; the code of a kind is loaded when it is first asked for. */
const kinds: { readonly [source: string]: SourceKind | undefined } = {
  'custom-http': {
    load: async () => (await import('./custom-http/adapter.ts')).customHttpAdapter,
    claim: () => import('./custom-http/effect-claim.ts'),
    shape: () => import('./custom-http/request-shape.ts'),
    isAuthored: true,
  },
  graphql: {
    load: async () => (await import('./graphql/adapter.ts')).graphqlAdapter,
    claim: () => import('./graphql/effect-claim.ts'),
    probe: () => import('./graphql/probe.ts'),
    foundIn: ['document', 'endpoint'],
  },
  mcp: {
    load: async () => (await import('./mcp/adapter.ts')).mcpAdapter,
    claim: () => import('./mcp/effect-claim.ts'),
    probe: () => import('./mcp/probe.ts'),
    foundIn: ['endpoint'],
  },
  mysql: {
    load: async () => (await import('./sql/mysql-adapter.ts')).mysqlAdapter,
    claim: () => import('./sql/effect-claim.ts'),
    dialect: 'mysql',
    schemes: ['mysql', 'mariadb'],
  },
  openapi: {
    load: async () => (await import('./openapi/adapter.ts')).openapiAdapter,
    claim: () => import('./openapi/effect-claim.ts'),
    shape: () => import('./openapi/request-shape.ts'),
    address: () => import('./openapi/operation-address.ts'),
    opinion: () => import('./openapi/second-opinion.ts'),
    foundIn: ['document'],
  },
  postgres: {
    load: async () => (await import('./sql/postgres-adapter.ts')).postgresAdapter,
    claim: () => import('./sql/effect-claim.ts'),
    dialect: 'postgres',
    schemes: ['postgres', 'postgresql'],
  },
}

/** Names of the source kinds, as they stand in `SchemaCatalog.source`. */
export const sourceKinds: readonly string[] = Object.keys(kinds)

/** The adapter of a source kind. Throws PlatformError `not_found` for a name that is not in `sourceKinds`. */
export async function loadAdapter(source: string): Promise<SourceAdapter> {
  const adapter = loaded.get(source) ?? requireKind(source).load()
  loaded.set(source, adapter)
  return adapter
}

/** Asking the module loader again costs more than many a call. */
const loaded = new Map<string, Promise<SourceAdapter>>()

/** What a connection of this kind speaks to a database; undefined for kinds that are reached over HTTP. */
export function dialectOf(source: string): SqlDialect | undefined {
  return findKind(source)?.dialect
}

/** Kinds that a document, or what answers at an address, may be of. Each says itself whether it is. */
export const kindsFoundIn = (place: 'document' | 'endpoint'): readonly string[] =>
  sourceKinds.filter((source) => findKind(source)?.foundIn?.includes(place) === true)

/** The database that a scheme of a data source name leads to; undefined for one that no kind knows. */
export function databaseOfScheme(
  scheme: string,
): { readonly source: string; readonly dialect: SqlDialect } | undefined {
  const source = sourceKinds.find((candidate) => findKind(candidate)?.schemes?.includes(scheme) === true)
  const dialect = source === undefined ? undefined : dialectOf(source)
  return source === undefined || dialect === undefined ? undefined : { source, dialect }
}

/** Every scheme that `databaseOfScheme` knows. */
export const databaseSchemes: readonly string[] = Object.values(kinds).flatMap((kind) => kind?.schemes ?? [])

/** True for kinds whose description is written by the operator, so that only they can change it. */
export const isAuthored = (source: string): boolean => findKind(source)?.isAuthored === true

/** What a kind knows of effects, for judging a stored catalog anew. Throws as `loadAdapter` does. */
export async function loadEffectClaim(source: string): Promise<ClaimEffect> {
  return (await requireKind(source).claim()).claimEffect
}

/** The read that every server of a kind answers; undefined for kinds whose servers have nothing in common. */
export async function loadProbe(source: string): Promise<ProbeServer | undefined> {
  return (await findKind(source)?.probe?.())?.probeServer
}

/** What the request of an operation looks like; undefined for kinds whose operations share one address. */
export async function loadRequestShape(
  source: string,
): Promise<((operation: Operation) => RequestShape) | undefined> {
  return (await findKind(source)?.shape?.())?.requestShape
}

/** The names of operations in their own description; undefined for kinds that no workflow description speaks of. */
export async function loadOperationAddress(
  source: string,
): Promise<((operation: Operation) => OperationAddress) | undefined> {
  return (await findKind(source)?.address?.())?.operationAddress
}

/** Whether documents of the kind can be held against the letter of their standard. */
export const hasSecondOpinion = (source: string): boolean => findKind(source)?.opinion !== undefined

/** Undefined for kinds without one. */
export async function loadSecondOpinion(source: string): Promise<SecondOpinion | undefined> {
  return (await findKind(source)?.opinion?.())?.secondOpinion
}

function requireKind(source: string): SourceKind {
  const kind = findKind(source)
  if (kind !== undefined) return kind
  throw new PlatformError(
    'not_found',
    `There is no source kind "${source.slice(0, 40)}". Known are: ${sourceKinds.join(', ')}.`,
  )
}

const findKind = (source: string): SourceKind | undefined =>
  Object.hasOwn(kinds, source) ? kinds[source] : undefined
