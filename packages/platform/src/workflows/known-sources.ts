import type { KnownSource, SourceDescription, WrittenSource } from '@bindery/arazzo'
import { type Issue, nearestNames, type Operation, type OrganizationId, PlatformError } from '@bindery/model'
import { loadOperationAddress, type OperationAddress } from '@bindery/sources'
import { type IntegrationRow, listIntegrations } from '@bindery/store'
import { openMapping } from '../catalog/open-mapping.ts'
import type { Needs } from '../kernel/needs.ts'
import { StoredSource } from '../integrations/source.ts'

/** Which provider a caller says that a description of a document is, by the name of the description. */
export type SaidSources = Readonly<Record<string, string>>

export interface FoundSources {
  readonly sources: ReadonlyMap<string, KnownSource>
  readonly issues: readonly Issue[]
}

/**
 * The provider that each description of a document stands for: the one that the caller says, or else the one that has its name
 * as a slug, or that was discovered from its address. Nothing else is taken for one.
 */
export async function findSources(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  { described, said }: { readonly described: readonly SourceDescription[]; readonly said: SaidSources },
): Promise<FoundSources> {
  const known = await services.store.run(organizationId, listIntegrations)
  const sources = new Map<string, KnownSource>()
  const issues: Issue[] = [...unknownNames(described, said)]
  for (const [at, description] of described.entries()) {
    const path = ['sourceDescriptions', at]
    const integration = chosen(description, said, known)
    const wanted = Object.hasOwn(said, description.name) ? said[description.name] : undefined
    if (integration === undefined) {
      if (wanted !== undefined) issues.push(problem(path, noIntegration(wanted, known)))
      continue
    }
    const source = await openSource(services, organizationId, integration)
    if (typeof source === 'string') issues.push(problem(path, source))
    else sources.set(description.name, source)
  }
  return { sources, issues }
}

function chosen(
  { name, url }: SourceDescription,
  said: SaidSources,
  known: readonly IntegrationRow[],
): IntegrationRow | undefined {
  if (Object.hasOwn(said, name)) return known.find(({ kind }) => kind === said[name])
  return (
    known.find(({ kind }) => kind === name) ??
    known.find(({ source }) => {
      const stored = StoredSource.safeParse(source)
      return stored.success && stored.data.from === 'url' && stored.data.url === url
    })
  )
}

/** A provider as workflows know it, or why it cannot be one. */
async function openSource(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  integration: IntegrationRow,
): Promise<WrittenSource | string> {
  const { kind, type, source } = integration
  const addressOf = await loadOperationAddress(type)
  if (addressOf === undefined)
    return `"${kind}" is no provider with an OpenAPI description, and workflows call operations of such alone.`
  try {
    const { catalog } = await openMapping(services, { organizationId, kind })
    const stored = StoredSource.safeParse(source)
    const url = stored.success && stored.data.from === 'url' ? stored.data.url : `./${kind}.openapi.json`
    return { integration: kind, catalog, addressOf: remembered(addressOf), url }
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'schema_not_discovered') return error.message
    throw error
  }
}

/** The providers of these slugs that workflows can call, and why the others cannot be. */
export async function openSources(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  kinds: ReadonlySet<string>,
): Promise<{
  readonly sources: ReadonlyMap<string, WrittenSource>
  readonly closed: ReadonlyMap<string, string>
}> {
  const known = await services.store.run(organizationId, listIntegrations)
  const sources = new Map<string, WrittenSource>()
  const closed = new Map<string, string>()
  for (const integration of known.filter(({ kind }) => kinds.has(kind))) {
    const source = await openSource(services, organizationId, integration)
    if (typeof source === 'string') closed.set(integration.kind, source)
    else sources.set(integration.kind, source)
  }
  return { sources, closed }
}

/** A document may name thousands of operations by their addresses, each of which is looked for among all. */
function remembered(addressOf: (operation: Operation) => OperationAddress) {
  const known = new WeakMap<Operation, OperationAddress>()
  return (operation: Operation): OperationAddress => {
    const address = known.get(operation) ?? addressOf(operation)
    known.set(operation, address)
    return address
  }
}

function unknownNames(described: readonly SourceDescription[], said: SaidSources): readonly Issue[] {
  const names = described.map(({ name }) => name)
  const has = names.length === 0 ? 'None of its descriptions can be used' : `It has: ${names.join(', ')}`
  return Object.keys(said)
    .filter((name) => !names.includes(name))
    .map((name) =>
      problem(
        ['sourceDescriptions'],
        `"sources" speaks of "${name}", and the document has no such description. ${has}.`,
      ),
    )
}

function noIntegration(kind: string, known: readonly IntegrationRow[]): string {
  const near = nearestNames(
    kind,
    known.map((one) => one.kind),
  )
  const ask =
    near[0] === undefined
      ? 'The list of integrations has those that there are.'
      : `Did you mean "${near[0]}"?`
  return `There is no integration "${kind}". ${ask}`
}

const problem = (path: Issue['path'], message: string): Issue => ({
  code: 'source_unknown',
  severity: 'error',
  path,
  message,
})
