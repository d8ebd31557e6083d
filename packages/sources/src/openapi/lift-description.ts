import { isJsonObject, type Json, type Operation, type SchemaCatalog } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { SchemaLifter } from '../json-schema/lifter.ts'
import { childPlace, type Place } from '../json-schema/place.ts'
import { readText } from '../json-schema/read-text.ts'
import type { References } from '../json-schema/references.ts'
import { liftOperation } from './lift-operation.ts'
import type { KeptParameter } from './kept-parameter.ts'
import { liftSecurity, schemeKeys } from './lift-security.ts'
import { liftServers, stripUser } from './lift-servers.ts'
import type { Description } from './normal-form.ts'
import { nameOperations } from './operation-names.ts'
import { readServers } from './read-servers.ts'
import { nameTarget } from './target-names.ts'

export interface LiftTools {
  readonly references: References
  readonly log: IssueLog
  readonly signal: AbortSignal
}

/** A description as a raw catalog: everything that the document says, nothing that is concluded from names. */
export function liftDescription(description: Description, tools: LiftTools): SchemaCatalog {
  const { references, log } = tools
  const names = nameOperations(description.heads, log)
  const byPlace = new Map([...names].map(([head, name]) => [`${head.path}\n${head.method}`, name]))
  const lifter = new SchemaLifter({
    references,
    log,
    siblings: isOlder(description.version) ? 'annotate' : 'merge',
    nameTarget: (target) =>
      nameTarget(target, (path, method) => byPlace.get(`${path}\n${method.toUpperCase()}`)),
  })
  liftNamedSchemas(description.schemas, lifter)
  const security = liftSecurity(description.securitySchemes, tools)
  const operations = liftOperations(description, { names, lifter, tools, security })
  return {
    ...headOf(description, log),
    formatVersion: 1,
    source: 'openapi',
    servers: liftServers(serversOf(description), log),
    security,
    objects: lifter.drain(),
    relationships: [],
    operations,
  }
}

/** Formats in which what stands beside a reference only describes the place that refers. */
const isOlder = (version: Description['version']): boolean =>
  version === '2.0' || version === '3.0' || version === 'discovery'

function liftNamedSchemas(schemas: Place, lifter: SchemaLifter): void {
  if (!isJsonObject(schemas.node)) return
  const names = Object.keys(schemas.node)
  lifter.reserve(names)
  for (const name of names) lifter.liftNamed(childPlace(schemas, name), name)
}

function liftOperations(
  description: Description,
  found: {
    readonly names: ReturnType<typeof nameOperations>
    readonly lifter: SchemaLifter
    readonly tools: LiftTools
    readonly security: SchemaCatalog['security']
  },
): readonly Operation[] {
  const { lifter, tools, security } = found
  const common = {
    description,
    lifter,
    log: tools.log,
    keys: schemeKeys(security),
    shared: new Map<Json, KeptParameter>(),
    securityMethods: new Map(security.map((hint) => [hint.name, hint.method])),
    servers: serversOf(description).map((server) => stripUser(server.url)),
  }
  const operations: Operation[] = []
  for (const [head, name] of found.names) {
    tools.signal.throwIfAborted()
    operations.push(liftOperation(head, name, common))
  }
  return operations
}

/** The servers at the top of a document; without any, those that all its paths agree on. */
function serversOf(description: Description): Description['servers'] {
  if (description.servers.length > 0) return description.servers
  for (const head of description.heads) {
    const servers = readServers(head.place) ?? readServers(head.item)
    if (servers !== undefined) return servers
  }
  return []
}

type Head = Pick<Draft<SchemaCatalog>, 'title' | 'version' | 'description'>

function headOf(description: Description, log: IssueLog): Head {
  const { info } = description
  const node = isJsonObject(info.node) ? info.node : {}
  const title = readText(node['title'], info, log)
  if (title === undefined) {
    log.report({
      code: 'title_missing',
      severity: 'info',
      message: 'The document has no title.',
      pointer: info.pointer,
    })
  }
  const head: Head = { title: title ?? 'Untitled' }
  const version = textOf(node['version'])
  const text = readText(node['description'], info, log)
  if (version !== undefined) head.version = version
  if (text !== undefined) head.description = text
  return head
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, 100).toWellFormed() : undefined
}
