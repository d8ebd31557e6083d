import {
  type BindingReach,
  type Field,
  findField,
  type ObjectType,
  type Output,
  type PathStep,
  type TypeRef,
  type UnionType,
} from '@bindery/model'
import { type SelectedField, Selection } from './selection.ts'

/** Items of a list that an output reads without saying how many. */
export const openListSize = 50

const maxDepth = 60

/** The value at the root of an answer; it counts its own items when the operation itself is paged. */
export interface AnswerRoot {
  readonly type: TypeRef
  /** Told how many items of the answer are needed. */
  readonly need: (items: number) => void
}

/** Everything that the outputs of a binding read of an answer, and nothing else. */
export function selectOutputs(root: AnswerRoot, outputs: readonly Output[], reach: BindingReach): Selection {
  const selection = new Selection()
  const selector = new OutputSelector(reach)
  for (const path of outputs.flatMap((output) => pathsOf(output, { steps: [], rows: [] })))
    selector.select(selection, root, path)
  return selection
}

/** The ways to the values of an output. Rows within rows are asked for one more, to know whether there is one. */
function pathsOf(output: Output, { steps: before, rows }: Path): readonly Path[] {
  const steps = [...before, ...output.path]
  if (output.kind === 'value') return [{ steps, rows }]
  const max = rows.length === 0 ? output.max : output.max + 1
  const inner: Path = { steps, rows: [...rows, { at: steps.length, max }] }
  return output.fields.flatMap((field) => pathsOf(field, inner))
}

interface Path {
  readonly steps: readonly PathStep[]
  /** The lists at these steps give rows, outer ones first. */
  readonly rows: readonly { readonly at: number; readonly max: number }[]
}

interface Walk extends Path {
  readonly at: number
  /** The field that says how many items of the next list come back. */
  readonly need: ((items: number) => void) | undefined
}

class OutputSelector {
  readonly #reach: BindingReach
  readonly #reads: ReadonlySet<string>
  readonly #wholes: ReadonlySet<string>

  constructor(reach: BindingReach) {
    this.#reach = reach
    this.#reads = new Set(reach.reads.map(({ object, field }) => `${object}.${field}`))
    this.#wholes = new Set(reach.wholes)
  }

  select(selection: Selection, root: AnswerRoot, path: Path): void {
    this.#enter(selection, root.type, { ...path, at: 0, need: root.need })
  }

  #enter(selection: Selection, type: TypeRef, walk: Walk): void {
    switch (type.kind) {
      case 'scalar':
      case 'enum':
        return walk.need?.(1)
      case 'list':
        return this.#enterList(selection, type.items, walk)
      case 'map':
        return
      case 'object':
        return this.#enterObject(selection, type.name, walk)
      case 'union':
        return this.#enterUnion(selection, type, walk)
    }
  }

  #enterList(selection: Selection, items: TypeRef, walk: Walk): void {
    const step = walk.steps[walk.at]
    const rows = walk.rows.find(({ at }) => at === walk.at)
    const isRows = rows !== undefined
    const needed = isRows ? rows.max : step?.kind === 'item' ? step.index + 1 : openListSize
    walk.need?.(needed)
    const at = !isRows && step?.kind === 'item' ? walk.at + 1 : walk.at
    this.#enter(selection, items, {
      ...walk,
      at,
      need: undefined,
      ...(isRows ? { rows: walk.rows.filter((each) => each !== rows) } : {}),
    })
  }

  #enterObject(selection: Selection, name: string, walk: Walk): void {
    const object = this.#reach.object(name)
    if (object === undefined) return
    const step = nextField(walk)
    if (step === undefined) {
      walk.need?.(1)
      return this.#takeWhole(selection, object, [])
    }
    const field = findField(object, step.name)
    if (field !== undefined) this.#follow(selection, { object, field }, { ...walk, at: step.at + 1 })
  }

  #enterUnion(selection: Selection, type: UnionType, walk: Walk): void {
    const step = nextField(walk)
    const shared = sharedMember(type)
    const common = shared === undefined ? undefined : this.#reach.object(shared)
    if (step === undefined) {
      if (common !== undefined) this.#takeWhole(selection, common, [])
      for (const name of possibleOf(type)) this.#enterObject(selection.on(name), name, walk)
      return
    }
    if (common !== undefined && findField(common, step.name) !== undefined)
      return this.#enterObject(selection, common.name, walk)
    for (const name of possibleOf(type)) {
      const object = this.#reach.object(name)
      if (object !== undefined && findField(object, step.name) !== undefined)
        this.#enterObject(selection.on(name), name, walk)
    }
  }

  #follow(
    selection: Selection,
    target: { readonly object: ObjectType; readonly field: Field },
    walk: Walk,
  ): void {
    const selected = selection.add(target.object, target.field)
    const need = selected.sizeArgument === undefined ? walk.need : (items: number) => selected.need(items)
    if (need !== walk.need) walk.need?.(1)
    this.#enter(selected.selection, target.field.type, { ...walk, need })
  }

  /** What transforms read of an object that a path leads to. */
  #takeWhole(selection: Selection, object: ObjectType, above: readonly string[]): void {
    if (above.includes(object.name) || above.length >= maxDepth) return
    for (const field of object.fields) {
      const isRead = this.#reads.has(`${object.name}.${field.name}`)
      const isTaken = this.#wholes.has(object.name) && isPlain(field)
      if (isRead || isTaken) this.#takeField(selection.add(object, field), [...above, object.name])
    }
  }

  #takeField(selected: SelectedField, above: readonly string[]): void {
    selected.need(openListSize)
    this.#takeType(selected.selection, selected.field.type, above)
  }

  #takeType(selection: Selection, type: TypeRef, above: readonly string[]): void {
    if (type.kind === 'list') return this.#takeType(selection, type.items, above)
    const names = type.kind === 'object' ? [type.name] : []
    for (const name of names) this.#takeNamed(selection, name, above)
    if (type.kind !== 'union') return
    const shared = sharedMember(type)
    if (shared !== undefined) this.#takeNamed(selection, shared, above)
    for (const name of possibleOf(type)) this.#takeNamed(selection.on(name), name, above)
  }

  #takeNamed(selection: Selection, name: string, above: readonly string[]): void {
    const object = this.#reach.object(name)
    if (object !== undefined) this.#takeWhole(selection, object, above)
  }
}

const isPlain = (field: Field): boolean =>
  (field.type.kind === 'scalar' || field.type.kind === 'enum') &&
  field.arguments?.some(({ required }) => required) !== true

/** The next step by name; steps that pick an item of what is no list lead nowhere else. */
function nextField(walk: Walk): { readonly name: string; readonly at: number } | undefined {
  for (let at = walk.at; at < walk.steps.length; at += 1) {
    const step = walk.steps[at]
    if (step?.kind === 'field') return { name: step.name, at }
  }
  return undefined
}

/** The interface that all members of a union implement: it is a member and no value is only it. */
function sharedMember(type: UnionType): string | undefined {
  const possible = new Set(possibleOf(type))
  const shared = type.members.find((member) => member.kind === 'object' && !possible.has(member.name))
  return shared?.kind === 'object' ? shared.name : undefined
}

const possibleOf = (type: UnionType): readonly string[] =>
  type.discriminator?.mapping.map(({ object }) => object) ?? []
