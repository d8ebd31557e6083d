import {
  type CatalogIndex,
  indexCatalog,
  isWrite,
  type Operation,
  type SchemaCatalog,
  type TypeRef,
} from '@bindery/model'
import type { Intent } from '../goal/intent-verbs.ts'
import { intentOfPhrase, isReadIntent } from '../goal/verb-intents.ts'
import { termsOf } from '../words/terms.ts'
import { type Route, routeOf } from './route.ts'
import { slotsOf } from './slots.ts'

/** What the ranker knows of one operation, as terms. */
export interface OperationEntry {
  readonly operation: Operation
  readonly name: readonly string[]
  readonly title: readonly string[]
  /** Literal segments of the route, versions and file endings left out. */
  readonly route: readonly string[]
  /** The last literal segment of the route, or the object: what the operation is about. */
  readonly resource: readonly string[]
  /** The same in the provider's own words; empty when nothing says it. */
  readonly subject: string
  readonly description: readonly string[]
  readonly groups: readonly string[]
  readonly arguments: readonly string[]
  readonly outputs: readonly string[]
  readonly intent: Intent
  readonly isList: boolean
  /** It counts as a write only because nothing but its name says that it reads: a search by POST. */
  readonly isDoubtfulWrite: boolean
  readonly endsInSlot: boolean
  readonly depth: number
  /** What the records are that its slots name. */
  readonly slots: readonly (readonly string[])[]
}

const mostArguments = 40
const mostOutputs = 60
const descriptionCharacters = 240

export function describeOperation(operation: Operation, catalog: SchemaCatalog): OperationEntry {
  const index = indexCatalog(catalog)
  const route = routeOf(operation.provenance)
  const name = termsOf(operation.name)
  const title = termsOf((operation.title ?? '').slice(0, descriptionCharacters))
  const object = termsOf(operation.object ?? '')
  const resource = route.literals.length > 0 ? resourceOf(route.literals) : [...object, ...name]
  return {
    operation,
    name,
    title,
    route: route.literals.flatMap(termsOf),
    resource,
    subject: operation.object ?? route.literals.at(-1) ?? '',
    description: termsOf((operation.description ?? '').slice(0, descriptionCharacters)),
    groups: [...operation.groups.flatMap(termsOf), ...object],
    arguments: argumentTerms(operation, index, route.contexts),
    outputs: outputTerms(operation, index),
    intent: intentOf(operation, [...name, ...title], route),
    isList: isListOf(operation, index),
    isDoubtfulWrite: isDoubtfulWrite(operation, name),
    endsInSlot: route.endsInSlot,
    depth: route.literals.length,
    slots: slotsOf(operation, route, [...object, ...name]),
  }
}

/** What the last literal segment says; where that is only a verb, what stands before it too. */
function resourceOf(literals: readonly string[]): readonly string[] {
  const last = termsOf(literals.at(-1) ?? '')
  const isVerb = last.every((term) => intentOfPhrase(term) !== undefined)
  return isVerb ? [...termsOf(literals.at(-2) ?? ''), ...last] : last
}

function intentOf(operation: Operation, terms: readonly string[], route: Route): Intent {
  const spoken = terms.map(intentOfPhrase).find((intent) => intent !== undefined)
  if (!isWrite(operation.effect)) return spoken === 'search' || spoken === 'list' ? spoken : 'read'
  if (operation.effect !== 'create') return operation.effect === 'read' ? 'read' : operation.effect
  if (spoken === 'update' || spoken === 'delete' || spoken === 'action') return spoken
  // A record that is named already is not made anew.
  return route.endsInSlot ? 'update' : 'create'
}

function isDoubtfulWrite(operation: Operation, name: readonly string[]): boolean {
  const { effect, returns } = operation
  if (!isWrite(effect) || isSaidToChange(operation) || returns === undefined) return false
  const verb = name.map(intentOfPhrase).find((intent) => intent !== undefined)
  return verb !== undefined && isReadIntent(verb)
}

/** By its operator, or by a protocol that says which write it is: PUT, PATCH, DELETE, a statement. */
function isSaidToChange({ effectOrigin, effectEvidence = [] }: Operation): boolean {
  const [ground] = effectEvidence
  if (effectOrigin === 'operator') return true
  if (ground === undefined) return effectOrigin === 'declared'
  return ground.certainty === 'exact' || ground.says === 'update' || ground.says === 'delete'
}

function argumentTerms(
  { arguments: all }: Operation,
  index: CatalogIndex,
  contexts: ReadonlyMap<string, string>,
): readonly string[] {
  const terms: string[] = []
  const usable = all.filter((argument) => argument.role !== 'credential').slice(0, mostArguments)
  for (const { name, type } of usable) {
    terms.push(...termsOf(name), ...termsOf(contexts.get(name) ?? ''))
    for (const field of fieldNames(type, index, 1)) terms.push(...termsOf(field))
  }
  return [...new Set(terms)]
}

function outputTerms({ returns }: Operation, index: CatalogIndex): readonly string[] {
  if (returns === undefined) return []
  const names = fieldNames(returns.type, index, 2).slice(0, mostOutputs)
  return [...new Set(names.flatMap(termsOf))]
}

/** Names of the fields of a type, breadth-first, through lists; `depth` objects below it too. */
function fieldNames(type: TypeRef, index: CatalogIndex, depth: number): readonly string[] {
  const names: string[] = []
  let level: readonly TypeRef[] = [type]
  for (let at = 0; at <= depth && names.length < mostOutputs; at++) {
    const fields = level
      .flatMap((entry) => objectNames(entry))
      .flatMap((name) => index.object(name)?.fields ?? [])
    names.push(...fields.map((field) => field.name))
    level = fields.map((field) => field.type)
  }
  return names
}

function objectNames(type: TypeRef): readonly string[] {
  if (type.kind === 'object') return [type.name]
  if (type.kind === 'list') return objectNames(type.items)
  return type.kind === 'union' ? type.members.slice(0, 4).flatMap(objectNames) : []
}

/** Whether the answer is a list, or an object around the one list that it is about. */
function isListOf({ returns }: Operation, index: CatalogIndex): boolean {
  if (returns === undefined) return false
  if (returns.type.kind === 'list') return true
  if (returns.type.kind !== 'object') return false
  const fields = index.object(returns.type.name)?.fields ?? []
  const lists = fields.filter(({ type }) => type.kind === 'list' && objectNames(type).length > 0)
  return lists.length > 0 && fields.length <= 8
}
