import {
  type Argument,
  type BindingReach,
  type Field,
  findField,
  type ObjectType,
  type Output,
  type TypeRef,
} from '@bindery/model'
import type { ListPage } from './plan.ts'
import { isSizeArgument, type SelectedField, type Selection } from './selection.ts'
import { pageSize } from './write-document.ts'

/** How the root of an answer is asked for. */
export interface PagedRoot {
  readonly type: TypeRef
  readonly arguments: readonly Argument[]
  /** Arguments that the binding fills. */
  readonly bound: ReadonlySet<string>
  /** The size that the document itself gives. */
  readonly size: { readonly argument: string; readonly items: number } | undefined
}

interface ReadLists {
  readonly outputs: readonly Output[]
  readonly reach: BindingReach
  /** Names that lead to lists within rows that are tested or sorted after reading. */
  readonly inner?: readonly (readonly string[])[]
}

/**
 * How it will show that a list is a page of more, for every list that outputs read as a whole: a connection is asked for
 * its `pageInfo`, of other lists with a size the size is known. Adds to the selection what that takes.
 */
export function selectPages(
  selection: Selection,
  root: PagedRoot,
  { outputs, reach, inner = [] }: ReadLists,
): readonly ListPage[] {
  // Lists within rows say it beside themselves, to whoever reads the row.
  for (const names of inner) innerPage(selection, root, { names, reach })
  const pages = outputs.flatMap((output) => {
    const isWhole = output.kind === 'rows' || output.sourceType.kind === 'list'
    const names = output.path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
    if (!isWhole || names.length < output.path.length) return []
    const page = names.length === 0 ? rootPage(root) : innerPage(selection, root, { names, reach })
    return page === undefined ? [] : [[JSON.stringify(names), page] as const]
  })
  return [...new Map(pages).values()]
}

/** A list that the operation itself gives. */
function rootPage(root: PagedRoot): ListPage | undefined {
  if (root.type.kind !== 'list') return undefined
  if (root.size !== undefined) return { list: [], size: root.size.items }
  const counting = root.arguments.filter(isSizeArgument)
  if (counting.length === 0) return undefined
  const bound = counting.find(({ name }) => root.bound.has(name))
  return { list: [], ...(bound === undefined ? {} : { sizeArgument: bound.name }) }
}

interface Step {
  readonly object: ObjectType
  readonly field: Field
  readonly inside: Selection
  readonly selected: SelectedField
  /** The field that holds the object; undefined for the root. */
  readonly above: SelectedField | undefined
}

/** Only the names of rows within rows lead through a list. */
const rowOf = (type: TypeRef): TypeRef => (type.kind === 'list' ? rowOf(type.items) : type)

function innerPage(
  selection: Selection,
  root: PagedRoot,
  { names, reach }: { readonly names: readonly string[]; readonly reach: BindingReach },
): ListPage | undefined {
  let step: Step | undefined
  for (const name of names) {
    const type = rowOf(step === undefined ? root.type : step.field.type)
    const inside = step === undefined ? selection : step.selected.selection
    const object = type.kind === 'object' ? reach.object(type.name) : undefined
    const field = object === undefined ? undefined : findField(object, name)
    const selected = inside.fields.get(name)
    if (object === undefined || field === undefined || selected === undefined) return undefined
    step = { object, field, inside, selected, above: step?.selected }
  }
  if (step?.field.type.kind !== 'list') return undefined
  const flag = askForFlag(step, root, reach)
  if (flag !== undefined) return { list: [...names], flag: [...names.slice(0, -1), ...flag] }
  const { givenSize } = step.selected
  if (givenSize !== undefined) return { list: [...names], sizeArgument: [...names, givenSize].join('.') }
  if (step.selected.sizeArgument !== undefined)
    return { list: [...names], size: pageSize(step.selected.size) }
  return step.field.arguments?.some(isSizeArgument) === true ? { list: [...names] } : undefined
}

/** Connections say it in `pageInfo` (https://relay.dev/graphql/connections.htm, 2.1.2). */
function askForFlag(
  { object, inside, above }: Step,
  root: PagedRoot,
  reach: BindingReach,
): readonly string[] | undefined {
  const info = findField(object, 'pageInfo')
  const shape = info?.type.kind === 'object' ? reach.object(info.type.name) : undefined
  const name = isBackward(above, root) ? 'hasPreviousPage' : 'hasNextPage'
  const flag = shape === undefined ? undefined : findField(shape, name)
  if (info === undefined || shape === undefined || flag === undefined) return undefined
  inside.add(object, info).selection.add(shape, flag)
  return ['pageInfo', name]
}

function isBackward(above: SelectedField | undefined, { bound, size }: PagedRoot): boolean {
  if (above !== undefined) return above.isBackward
  return size?.argument === 'last' || (bound.has('last') && !bound.has('first'))
}
