import {
  type BindingReach,
  type CheckedBinding,
  type Field,
  findField,
  type ObjectType,
  type Operation,
} from '@bindery/model'
import { isPageSign, isWrapper } from '@bindery/model/pages'
import { namesOf, type PageSteps, toPageSteps } from '../pages/page-steps.ts'
import { lowerError } from './lower-error.ts'
import type { Selection } from './selection.ts'

/** How the next page of a field is asked for; undefined where the binding reads the first one alone. */
export function followedPages(operation: Operation, binding: CheckedBinding): PageSteps | undefined {
  const steps = toPageSteps(operation, binding)
  const isBackward = binding.assignments.some(({ target: [name] }) => name === 'last' || name === 'before')
  if (steps !== undefined && isBackward)
    throw lowerError('Pages are followed forward: fill neither "last" nor "before".')
  // Equal rows are one row only where their key comes along.
  return steps?.key === undefined ? steps : { ...steps, compares: true }
}

/**
 * Asks beside the list for what tells how it goes on (cursors, flags, totals), and in its rows for their key. The selection
 * has the list already.
 */
export function selectPageSigns(
  selection: Selection,
  operation: Operation,
  {
    binding,
    steps,
    reach,
  }: { readonly binding: CheckedBinding; readonly steps: PageSteps; readonly reach: BindingReach },
): void {
  let inside: Selection | undefined = selection
  let type = operation.returns?.type
  for (const name of namesOf(binding.reading?.rows ?? [])) {
    const object = type?.kind === 'object' ? reach.object(type.name) : undefined
    if (object === undefined || inside === undefined) return
    addSigns(inside, object, reach)
    type = findField(object, name)?.type
    inside = inside.fields.get(name)?.selection
  }
  const row =
    type?.kind === 'list' && type.items.kind === 'object' ? reach.object(type.items.name) : undefined
  if (row === undefined || inside === undefined) return
  for (const way of steps.key ?? []) addWay(inside, row, { way, reach })
}

function addSigns(selection: Selection, object: ObjectType, reach: BindingReach): void {
  for (const field of object.fields) {
    if (!isPlain(field)) continue
    if (isPageSign(field.name) && isLeaf(field)) selection.add(object, field)
    const inner =
      field.type.kind === 'object' && isWrapper(field.name) ? reach.object(field.type.name) : undefined
    const signs = inner?.fields.filter((each) => isPlain(each) && isLeaf(each) && isSign(each.name)) ?? []
    if (inner === undefined || signs.length === 0) continue
    const wrapper = selection.add(object, field)
    for (const sign of signs) wrapper.selection.add(inner, sign)
  }
}

/** Relay says where the next page begins by the end of this one. */
const isSign = (name: string): boolean => isPageSign(name) || name === 'endCursor'

const isPlain = ({ arguments: given = [] }: Field): boolean => !given.some(({ required }) => required)

const isLeaf = ({ type }: Field): boolean => type.kind === 'scalar' || type.kind === 'enum'

function addWay(
  selection: Selection,
  object: ObjectType,
  { way: [name, ...rest], reach }: { readonly way: readonly string[]; readonly reach: BindingReach },
): void {
  const field = name === undefined ? undefined : findField(object, name)
  if (field === undefined) return
  const selected = selection.add(object, field)
  const inner = field.type.kind === 'object' ? reach.object(field.type.name) : undefined
  if (inner !== undefined) addWay(selected.selection, inner, { way: rest, reach })
}
