import { indexCatalog, nearestNames, type Operation, parsePointer } from '@bindery/model'
import type { Findings, Place } from './findings.ts'
import type { OperationAddress } from '@bindery/sources'
import type { KnownSource } from './known-source.ts'

/** An operation that a step calls, with the names that the description of its provider has for it. */
export interface CalledOperation {
  readonly source: KnownSource
  readonly operation: Operation
  readonly address: OperationAddress
}

export type Sources = ReadonlyMap<string, KnownSource>

interface Asked {
  readonly path: Place
  readonly sources: Sources
  readonly findings: Findings
}

/** The operation of that id: `findPets`, or `$sourceDescriptions.petstore.findPets` where several descriptions are there. */
export function findByOperationId(text: string, asked: Asked): CalledOperation | undefined {
  const named = readSourceName(text)
  const places = named === undefined ? [...asked.sources.values()] : sourcesNamed(named.source, asked)
  if (places === undefined) return undefined
  const id = named?.rest ?? text
  const found = places.flatMap((source) => {
    const operation = indexCatalog(source.catalog).operation(id)
    return operation === undefined ? [] : [{ source, operation, address: source.addressOf(operation) }]
  })
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  asked.findings.error(
    'operation_unknown',
    asked.path,
    only === undefined ? notThere(id, places, asked.findings) : twice(id),
  )
  return undefined
}

/** The operation at a place of a description: `{$sourceDescriptions.petstore.url}#/paths/~1pets/get`. */
export function findByOperationPath(text: string, asked: Asked): CalledOperation | undefined {
  const { path, findings } = asked
  const match = /^\{?\$sourceDescriptions\.([\w-]+)\.url\}?#(\/.*)$/.exec(text.trim())
  const segments = parsePointer(match?.[2] ?? '') ?? []
  const [paths, address, method] = segments
  if (match?.[1] === undefined || paths !== 'paths' || address === undefined || segments.length > 3) {
    const shape = '{$sourceDescriptions.<name>.url}#/paths/~1pets/get'
    findings.error(
      'operation_unknown',
      path,
      `"${text.slice(0, 200)}" does not lead to an operation: write "${shape}".`,
    )
    return undefined
  }
  const places = sourcesNamed(match[1], asked)
  if (places === undefined) return undefined
  const found = places.flatMap((source) =>
    (operationsAt(source).get(address) ?? []).filter(
      (one) => method === undefined || one.address.method === method.toUpperCase(),
    ),
  )
  const [only] = found
  if (only === undefined) {
    const what = method === undefined ? 'path' : method.toUpperCase()
    findings.error('operation_unknown', path, `The description of the provider has no ${what} "${address}".`)
    return undefined
  }
  if (found.length === 1) {
    if (method === undefined)
      findings.info(
        'method_left_out',
        path,
        `The pointer names no method; "${address}" has ${only.address.method} alone.`,
      )
    return only
  }
  const methods = found.map((one) => one.address.method.toLowerCase()).join(', ')
  findings.error(
    'operation_unknown',
    path,
    `The pointer leads to a path and not to one of its operations: ${methods}.`,
  )
  return undefined
}

const byPath = new WeakMap<KnownSource, ReadonlyMap<string, readonly CalledOperation[]>>()

/** The operations of a provider by their paths; made once, since a document may name any number of them. */
function operationsAt(source: KnownSource): ReadonlyMap<string, readonly CalledOperation[]> {
  const known = byPath.get(source)
  if (known !== undefined) return known
  const made = new Map<string, CalledOperation[]>()
  for (const operation of source.catalog.operations) {
    const address = source.addressOf(operation)
    const here = made.get(address.path) ?? []
    here.push({ source, operation, address })
    made.set(address.path, here)
  }
  byPath.set(source, made)
  return made
}

function readSourceName(text: string): { readonly source: string; readonly rest: string } | undefined {
  const match = /^\$sourceDescriptions\.([\w-]+)\.(.+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined ? undefined : { source: match[1], rest: match[2] }
}

function sourcesNamed(name: string, { path, sources, findings }: Asked): readonly KnownSource[] | undefined {
  const source = sources.get(name)
  if (source !== undefined) return [source]
  findings.error(
    'source_unknown',
    path,
    `No connected provider stands for the source description "${name}": choose the one that it describes.`,
  )
  return undefined
}

function notThere(id: string, places: readonly KnownSource[], findings: Findings): string {
  // Near names of thousands take their time, and nobody reads hundreds of them.
  const isFirst = findings.count < 20
  const near = isFirst
    ? nearestNames(
        id,
        places.flatMap(({ catalog }) => catalog.operations.map(({ name }) => name)),
      )
    : []
  const ask = near.length === 0 ? '' : ` Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
  const where = places.map(({ integration }) => `"${integration}"`).join(', ')
  return places.length === 0
    ? `"${id}" is of no provider that is connected: choose the one that its description is of.`
    : `${where} has no operation "${id}".${ask}`
}

const twice = (id: string): string =>
  `Several descriptions have an operation "${id}": write "$sourceDescriptions.<name>.${id}".`
