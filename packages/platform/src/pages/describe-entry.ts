import {
  describeType,
  isWrite,
  objectsIn,
  objectsOfOperation,
  type ObjectType,
  type Operation,
  type Relationship,
  type SchemaCatalog,
} from '@bindery/model'
import { objectUses } from '@bindery/model/drift'

/** What lists, search and scoping need of a catalog part without reading the part itself. */
export interface EntryDescription {
  /** JSON of the list row. */
  readonly summary: string
  /** Lower-case text that search words are looked for in. */
  readonly search: string
  readonly facts: readonly string[]
  /** Objects whose blocking hides this part. */
  readonly mentions: readonly string[]
}

/** Counts over the whole catalog that the row of one object shows. */
export interface ObjectUse {
  edgeCount: number
  operationCount: number
  readonly capabilities: Set<string>
  /** Which way its values travel: `use:sent`, `use:received`. */
  readonly directions: readonly string[]
}

/** One pass over relationships and operations. Every object of the catalog has an entry. */
export function countObjectUse(catalog: SchemaCatalog): ReadonlyMap<string, ObjectUse> {
  const uses = new Map<string, ObjectUse>()
  const travels = objectUses(catalog)
  for (const object of catalog.objects) {
    const { sent = false, received = false } = travels.get(object.name) ?? {}
    const directions = [...(sent ? ['use:sent'] : []), ...(received ? ['use:received'] : [])]
    uses.set(object.name, { edgeCount: 0, operationCount: 0, capabilities: new Set(), directions })
  }
  for (const { from, to } of catalog.relationships) {
    for (const name of new Set([from.object, to.object])) {
      const use = uses.get(name)
      if (use !== undefined) use.edgeCount += 1
    }
  }
  for (const operation of catalog.operations) {
    for (const name of new Set([operation.object, ...objectsOfOperation(operation)])) {
      const use = name === undefined ? undefined : uses.get(name)
      if (use === undefined) continue
      use.operationCount += 1
      use.capabilities.add(operation.effect)
    }
  }
  return uses
}

export function describeObject(object: ObjectType, use: ObjectUse | undefined): EntryDescription {
  return {
    summary: JSON.stringify({
      name: object.name,
      ...(object.label === undefined ? {} : { label: object.label }),
      ...(object.description === undefined ? {} : { description: firstLine(object.description) }),
      origin: object.origin,
      capabilities: [...(use?.capabilities ?? [])].sort(),
      fieldCount: object.fields.length,
      edgeCount: use?.edgeCount ?? 0,
      operationCount: use?.operationCount ?? 0,
    }),
    search: toSearch([
      object.name,
      object.label,
      object.description,
      ...object.fields.map((field) => field.name),
    ]),
    facts: [`origin:${object.origin}`, ...(use?.directions ?? [])],
    mentions: [object.name],
  }
}

export function describeRelationship(relationship: Relationship): EntryDescription {
  const { from, to } = relationship
  return {
    summary: '{}',
    search: toSearch([relationship.name, from.object, to.object]),
    facts: [`object:${from.object}`, `object:${to.object}`],
    mentions: [...new Set([from.object, to.object])],
  }
}

export function describeOperation(operation: Operation): EntryDescription {
  const { returns } = operation
  return {
    summary: JSON.stringify({
      name: operation.name,
      ...(operation.title === undefined ? {} : { title: operation.title }),
      ...(operation.description === undefined ? {} : { description: firstLine(operation.description) }),
      effect: operation.effect,
      isWrite: isWrite(operation.effect),
      ...(operation.object === undefined ? {} : { object: operation.object }),
      groups: operation.groups,
      availability: operation.availability.status,
      ...(operation.deprecated === undefined ? {} : { deprecated: true }),
      arguments: operation.arguments.map((argument) => ({
        name: argument.name,
        place: argument.place,
        type: describeType(argument.type),
        required: argument.required,
      })),
      returns: returns === undefined ? null : describeType(returns.type),
    }),
    search: toSearch([
      operation.name,
      operation.title,
      operation.description,
      ...operation.groups,
      ...operation.arguments.map((argument) => argument.name),
    ]),
    facts: operationFacts(operation),
    mentions: [
      ...new Set([
        ...(operation.object === undefined ? [] : [operation.object]),
        ...objectsOfOperation(operation),
      ]),
    ],
  }
}

function operationFacts(operation: Operation): readonly string[] {
  const returned = operation.returns === undefined ? [] : objectsIn(operation.returns.type)
  const about = new Set([...(operation.object === undefined ? [] : [operation.object]), ...returned])
  return [
    isWrite(operation.effect) ? 'write' : 'read',
    `effect:${operation.effect}`,
    `status:${operation.availability.status}`,
    ...[...about].map((name) => `object:${name}`),
  ]
}

function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? ''
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

function toSearch(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, 2_000)
    .toLowerCase()
}
