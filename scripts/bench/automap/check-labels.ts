import {
  type Binding,
  type CatalogIndex,
  indexCatalog,
  type Operation,
  type SchemaCatalog,
  type TypeRef,
} from '../../../packages/model/src/index.ts'
import { type Goal, goldLabels } from './goals.ts'
import { argumentLabels, outputLabels } from './labels.ts'
import { foldColumn, isNamedBy } from './operation-label.ts'

/** What the labels of a goal name that its catalog does not have, one sentence each; none when all of it is there. */
export function checkLabels(goal: Goal, catalog: SchemaCatalog): readonly string[] {
  const index = indexCatalog(catalog)
  const unknown = goldLabels(goal)
    .filter((label) => !catalog.operations.some((operation) => isNamedBy(operation, label)))
    .map((label) => `${goal.id}: there is no operation "${label}".`)
  const gold = findGold(goal, catalog)
  if (gold === undefined) return unknown
  const args = goal.inputs
    .filter(({ argument }) => !hasArgument(gold, argument, index))
    .map(({ argument }) => `${goal.id}: "${goal.gold_operation}" takes no "${argument}".`)
  const outputs = goal.outputs
    .filter(({ path }) => !hasOutput(gold, path, index))
    .map(({ path }) => `${goal.id}: "${goal.gold_operation}" answers with no "${path}".`)
  return [...unknown, ...args, ...outputs, ...checkLookup(goal, catalog)]
}

function checkLookup(
  { id, gold_lookup: label, lookup_inputs: inputs }: Goal,
  catalog: SchemaCatalog,
): readonly string[] {
  if (label === undefined) return []
  const found = catalog.operations.find((operation) => isNamedBy(operation, label))
  if (found === undefined) return [`${id}: there is no operation "${label}".`]
  return inputs
    .filter(({ argument }) => !hasArgument(found, argument, indexCatalog(catalog)))
    .map(({ argument }) => `${id}: "${label}" takes no "${argument}".`)
}

/** The operation that the arguments and paths of a goal are about. */
export function findGold({ gold_operation: label }: Goal, catalog: SchemaCatalog): Operation | undefined {
  return label === null ? undefined : catalog.operations.find((operation) => isNamedBy(operation, label))
}

/** Names in a binding that its operation does not have. */
export function unknownNames(binding: Binding, operation: Operation, index: CatalogIndex): readonly string[] {
  const args = [...argumentLabels(binding, operation).values()]
  const outputs = [...outputLabels(binding).values()]
  return [
    ...args.filter((label) => !hasArgument(operation, label, index)),
    ...outputs.filter(
      (label) => !hasOutput(operation, label, index) && !hasOutput(operation, asEdges(label), index),
    ),
  ]
}

/** Lists of connections that have no `nodes` are compared by that name all the same. */
const asEdges = (label: string): string => label.replaceAll(/(^|\.)nodes(?=\.|$)/g, '$1edges.node')

function hasArgument(
  { arguments: all, inputArgument }: Operation,
  label: string,
  index: CatalogIndex,
): boolean {
  const [place = '', ...path] = label.replaceAll('[]', '').split('.')
  if (place === 'where' || place === 'set')
    return all.some(
      (argument) => argument.place === 'column' && foldColumn(argument.name) === foldColumn(path.join('.')),
    )
  const wanted = place === 'arg' ? 'argument' : place
  return all.some((argument) => {
    if (argument.place !== wanted) return false
    const name = argument.name.split('.')
    if (name.every((part, at) => part === path[at]) && reaches(argument.type, path.slice(name.length), index))
      return true
    return wanted === 'body' && argument.name === inputArgument && reaches(argument.type, path, index)
  })
}

function hasOutput({ returns }: Operation, label: string, index: CatalogIndex): boolean {
  const path = label
    .replaceAll('[]', '')
    .split('.')
    .filter((part) => part !== '')
  return returns !== undefined && reaches(returns.type, path, index)
}

/** Whether a path leads somewhere in a type; names may hold dots, lists are walked through. */
function reaches(type: TypeRef, path: readonly string[], index: CatalogIndex): boolean {
  if (path.length === 0) return true
  switch (type.kind) {
    case 'scalar':
      return type.scalar === 'any'
    case 'enum':
      return false
    case 'list':
      return reaches(type.items, path, index)
    case 'map':
      return reaches(type.values, path.slice(1), index)
    case 'union':
      return type.members.some((member) => reaches(member, path, index))
    case 'object':
      return reachesField(type.name, path, index)
  }
}

function reachesField(object: string, path: readonly string[], index: CatalogIndex): boolean {
  const { fields = [], additional } = index.object(object) ?? {}
  const isField = fields.some(({ name, type }) => {
    const parts = name.split('.')
    return parts.every((part, at) => part === path[at]) && reaches(type, path.slice(parts.length), index)
  })
  return isField || (additional !== undefined && reaches(additional.type, path.slice(1), index))
}
