import { checkUrl } from '@bindery/connection'
import { type Json, toUrl } from '@bindery/model'
import { listIntegrations } from '@bindery/store'
import { integrationTypeOf } from '../integrations/integration-types.ts'
import { documentsIn } from '../integrations/source.ts'
import { checkSize } from '../integrations/store-documents.ts'
import type { CatalogCounts } from '../kernel/introspector.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { type AuthForm, authForms, uncovered } from './auth-forms.ts'
import { detectAddress } from './detect-address.ts'
import { detectDocument, type FoundSource } from './detect-document.ts'
import { detectDsn } from './detect-dsn.ts'
import { type DetectedPlace, freeKind, packFor } from './suggest-registration.ts'

export type Detecting = Needs<'children' | 'config' | 'egress' | 'packs' | 'store'>

/** What is to be looked at. */
export type DetectionInput =
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'document'; readonly document: Json }
  | { readonly from: 'dsn'; readonly dsn: string }

export interface Detected {
  /** As an integration is registered with it. */
  readonly type: string
  readonly title: string
  readonly version: string | null
  /** Size of the description; null where a server was asked, or none. */
  readonly bytes: number | null
  readonly counts?: CatalogCounts
  /** Where calls could go, absolute; those of a description are its word. */
  readonly servers: readonly string[]
  readonly auth: readonly AuthForm[]
  readonly suggested: { readonly kind: string; readonly name: string }
  readonly pack: { readonly id: string; readonly displayName: string; readonly presetCount: number } | null
  readonly warnings: readonly DetectionWarning[]
}

export interface DetectionWarning {
  readonly code: string
  readonly message: string
}

export interface DetectionTask {
  readonly principal: Principal
  readonly input: DetectionInput
  readonly signal: AbortSignal
}

/** What a provider would be registered as, and what it would ask for. Stores nothing. Throws as `failedAt` says. */
export async function detectSource(services: Detecting, task: DetectionTask): Promise<Detected> {
  const { input, signal } = task
  switch (input.from) {
    case 'url': {
      const { address, bytes, ...found } = await detectAddress(services, input.url, signal)
      return describe(services, task, { found, address, bytes })
    }
    case 'document': {
      const documents = documentsIn({ document: input.document })
      checkSize(services, documents)
      const [document = { name: 'document', bytes: new Uint8Array() }] = documents
      const found = await detectDocument(services, document, signal)
      return describe(services, task, { found, address: undefined, bytes: document.bytes.length })
    }
    case 'dsn':
      return describeDatabase(services, task, input.dsn)
  }
}

interface Described {
  readonly found: FoundSource
  readonly address: URL | undefined
  readonly bytes: number | null
}

async function describe(
  services: Detecting,
  { principal }: DetectionTask,
  { found, address, bytes }: Described,
): Promise<Detected> {
  const { source, head, counts } = found
  // A server that was asked is where calls go; its kind gives it no title of its own.
  const isEndpoint = bytes === null && address !== undefined
  const servers = isEndpoint ? [address.href] : absolute(head.servers, address)
  const title = isEndpoint ? address.hostname : head.title
  const place = { source, address, servers }
  return {
    type: integrationTypeOf(source),
    title,
    version: head.version ?? null,
    bytes,
    counts,
    servers,
    auth: authForms(head.security),
    ...(await suggest(services, principal, { place, titles: [title, address?.hostname ?? ''] })),
    warnings: warningsOf(services, { found, servers }),
  }
}

/** A server may be written relative to where the description stands. */
const absolute = (servers: readonly string[], address: URL | undefined): readonly string[] => [
  ...new Set(servers.flatMap((server) => toUrl(server, address)?.href.replace(/\/$/, '') ?? [])),
]

interface Naming {
  readonly place: DetectedPlace
  readonly titles: readonly string[]
}

async function suggest(
  services: Detecting,
  { organizationId }: Principal,
  { place, titles }: Naming,
): Promise<Pick<Detected, 'suggested' | 'pack'>> {
  const pack = packFor(services.packs, place)
  const registered = await services.store.run(organizationId, listIntegrations)
  // The address of the catalog is no integration.
  const taken = new Set(['catalog', ...registered.map(({ kind }) => kind)])
  const kind = freeKind([pack?.id ?? '', ...titles], taken)
  const name = (pack?.manifest.displayName ?? titles.find((title) => title.trim() !== '') ?? kind).trim()
  return {
    suggested: { kind, name: name.slice(0, 120) },
    pack:
      pack === undefined
        ? null
        : { id: pack.id, displayName: pack.manifest.displayName, presetCount: pack.presets.length },
  }
}

function warningsOf(
  { egress }: Needs<'egress'>,
  { found, servers }: { readonly found: FoundSource; readonly servers: readonly string[] },
): readonly DetectionWarning[] {
  const { counts, head } = found
  const blocked = servers.filter((server) => checkUrl(server, egress.policy).verdict === 'block')
  const schemes = uncovered(head.security)
  const listed: readonly (DetectionWarning | false)[] = [
    counts.quarantined > 0 && {
      code: 'operations_quarantined',
      message: `${counts.quarantined} operations cannot be bound as they are described; discovery says why of each.`,
    },
    counts.limited > 0 && {
      code: 'operations_limited',
      message: `${counts.limited} operations can be bound with limits.`,
    },
    counts.issueCount > 0 && {
      code: 'document_issues',
      message: `The description has ${counts.issueCount} issues; discovery lists them.`,
    },
    servers.length === 0 && {
      code: 'server_missing',
      message: 'The description names no address of a server: give the base URL yourself.',
    },
    blocked.length > 0 && {
      code: 'server_blocked',
      message: `${blocked.length} of its servers may not be reached from here: give another base URL.`,
    },
    schemes.length > 0 && {
      code: 'scheme_not_covered',
      message: `No auth method covers ${schemes.slice(0, 5).join(', ')}: try custom_headers.`,
    },
  ]
  return listed.filter((warning) => warning !== false)
}

async function describeDatabase(
  services: Detecting,
  { principal }: DetectionTask,
  dsn: string,
): Promise<Detected> {
  const { source, title, server, fields, warnings } = await detectDsn(services, dsn)
  const place = { source, address: undefined, servers: [server] }
  return {
    type: integrationTypeOf(source),
    title,
    version: null,
    bytes: null,
    servers: [server],
    auth: [{ method: 'sql', scheme: source, fields }],
    ...(await suggest(services, principal, { place, titles: [title, source] })),
    warnings,
  }
}
