import { type CatalogIndex, findField, nearestNames } from '@bindery/model'
import { describeProblem } from '../expression-problem.ts'
import { anything, type Inferred, type InferredType, join, maybe, nothing } from './inferred-type.ts'
import type { Reads } from './reads.ts'

export interface NameStep {
  readonly name: string
  readonly position: number
}

/** What typing looks things up in, and where it writes down what it finds. */
export interface Scope {
  readonly catalog: CatalogIndex
  readonly reads: Reads
}

/** The type of a field of a value; over lists, of each item. Reports a name that the type cannot have. */
export function inferName(type: InferredType, step: NameStep, scope: Scope): Inferred {
  const found = findName(type, step, scope)
  if (found !== undefined) return found
  const names = [...namesOf(type, scope.catalog)]
  const suggestions = nearestNames(step.name, names)
  const hint = suggestions[0] === undefined ? '' : ` Did you mean "${suggestions[0]}"?`
  const owner = names.length === 0 ? 'This value has no fields' : `There is no field "${step.name}" here`
  scope.reads.problem({ ...describeProblem(`${owner}.${hint}`, step.position), suggestions })
  return anything
}

function findName(type: InferredType, step: NameStep, scope: Scope): Inferred | undefined {
  switch (type.kind) {
    case 'object':
      return findInObject(type.name, step, scope)
    case 'record':
      return type.fields.find((field) => field.name === step.name)?.value
    case 'map':
      return { type: type.values, nullable: type.valuesNullable, missing: true }
    case 'list':
      return findInList(findName(type.items, step, scope))
    case 'union':
      return findInUnion(type.members, step, scope)
    case 'nothing':
      return nothing
    case 'scalar':
      return type.scalar === 'any' ? anything : undefined
    case 'enum':
      return undefined
  }
}

function findInObject(name: string, step: NameStep, { catalog, reads }: Scope): Inferred | undefined {
  const object = catalog.object(name)
  if (object === undefined) return anything
  const field = findField(object, step.name)
  if (field !== undefined) {
    reads.field(name, field)
    return { type: field.type, nullable: field.nullable, missing: !field.required }
  }
  return object.additional === undefined ? undefined : maybe({ ...object.additional, missing: true })
}

/** Over a list the values of the items are gathered; lists among them are flattened by one level. */
function findInList(value: Inferred | undefined): Inferred | undefined {
  if (value === undefined) return undefined
  const list = value.type.kind === 'list' ? value.type : { items: value.type, itemsNullable: value.nullable }
  return {
    type: { kind: 'list', items: list.items, itemsNullable: list.itemsNullable },
    nullable: false,
    missing: true,
  }
}

/** A name must be in one member at least; where others lack it, the value may be missing. */
function findInUnion(members: readonly InferredType[], step: NameStep, scope: Scope): Inferred | undefined {
  const found = members.map((member) => findName(member, step, scope))
  const known = found.filter((value) => value !== undefined)
  if (known.length === 0) return undefined
  const joined = known.reduce(join)
  return known.length < found.length ? maybe(joined) : joined
}

function namesOf(type: InferredType, catalog: CatalogIndex): ReadonlySet<string> {
  switch (type.kind) {
    case 'object':
      return new Set(catalog.object(type.name)?.fields.map((field) => field.name))
    case 'record':
      return new Set(type.fields.map((field) => field.name))
    case 'list':
      return namesOf(type.items, catalog)
    case 'union':
      return new Set(type.members.flatMap((member) => [...namesOf(member, catalog)]))
    case 'map':
    case 'nothing':
    case 'scalar':
    case 'enum':
      return new Set()
  }
}
