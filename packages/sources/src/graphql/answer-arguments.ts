import {
  type Argument,
  type BindingReach,
  type CheckedBinding,
  type Field,
  findField,
  type Operation,
  type TypeRef,
} from '@bindery/model'
import { lowerError } from './lower-error.ts'
import type { SelectedField, Selection } from './selection.ts'

/** An argument of a field within the answer that a binding fills. */
export interface AnswerArgument {
  /** As the binding writes it: `customer.orders.first`. */
  readonly target: string
  /** Names of fields from the answer to the field that takes it. */
  readonly way: readonly string[]
  readonly name: string
  /** Of the document. */
  readonly variable: string
  /** The provider's words for its type. */
  readonly type: string
}

type Filled = Pick<CheckedBinding, 'assignments'> & { readonly reach: BindingReach }

/** Those that are filled, in the order of the binding. Names of GraphQL hold no dot, so nothing else is called like them. */
export function answerArguments(operation: Operation, binding: Filled): readonly AnswerArgument[] {
  const targets = binding.assignments.flatMap(({ target, condition }) =>
    condition === undefined ? target.slice(0, 1).filter((name) => name.includes('.')) : [],
  )
  const taken = new Set(operation.arguments.map(({ name }) => name))
  return [...new Set(targets)].map((target) => {
    const names = target.split('.')
    const way = names.slice(0, -1)
    const name = names.at(-1) ?? ''
    const field = fieldAt(way, operation, binding.reach)
    const argument = field?.arguments?.find((candidate) => candidate.name === name)
    if (argument === undefined) throw lowerError(`There is no argument "${target}" in the answer.`)
    return { target, way, name, variable: variableOf(names, taken), type: wordsOf(argument, target) }
  })
}

/** Has the variable stand in its field. Throws when no output reads the field. */
export function giveArgument(selection: Selection, { target, way, name, variable }: AnswerArgument): void {
  const fields = selectedAt(selection, way)
  if (fields.length === 0) {
    throw lowerError(
      `No output reads "${way.join('.')}", so "${target}" would be asked of nothing: project a value below it, or remove the entry.`,
    )
  }
  for (const field of fields) field.give(name, variable)
}

function selectedAt(selection: Selection, way: readonly string[]): readonly SelectedField[] {
  const [first = '', ...rest] = way
  const here = [selection, ...selection.fragments.values()].flatMap(({ fields }) => fields.get(first) ?? [])
  return rest.length === 0 ? here : here.flatMap((field) => selectedAt(field.selection, rest))
}

function fieldAt(way: readonly string[], { returns }: Operation, reach: BindingReach): Field | undefined {
  let type = returns?.type
  let field: Field | undefined
  for (const name of way) {
    field = type === undefined ? undefined : fieldsOf(type, name, reach)[0]
    type = field?.type
  }
  return field
}

function fieldsOf(type: TypeRef, name: string, reach: BindingReach): readonly Field[] {
  switch (type.kind) {
    case 'list':
      return fieldsOf(type.items, name, reach)
    case 'union':
      return type.members.flatMap((member) => fieldsOf(member, name, reach))
    case 'object': {
      const object = reach.object(type.name)
      const field = object === undefined ? undefined : findField(object, name)
      return field === undefined ? [] : [field]
    }
    case 'scalar':
    case 'enum':
    case 'map':
      return []
  }
}

/** A name for the document that no other variable has. */
function variableOf(names: readonly string[], taken: Set<string>): string {
  const wanted = names.join('_')
  let name = wanted
  for (let at = 2; taken.has(name); at += 1) name = `${wanted}_${at}`
  taken.add(name)
  return name
}

/**
 * The words of a type that a variable may be declared with: where the provider takes more than a value of it, such as null or
 * nothing, the variable may be of less (GraphQL, 5.8.5).
 */
function wordsOf(argument: Argument, target: string): string {
  const words = nameOf(argument.type)
  // Both are written into the document as they are.
  if (words === undefined || !isName(argument.name)) {
    throw lowerError(`"${target}" has no name or no type that a document could say.`)
  }
  return argument.required ? `${words}!` : words
}

const builtIn: Readonly<Record<string, string>> = {
  string: 'String',
  boolean: 'Boolean',
  integer: 'Int',
  number: 'Float',
}

const isName = (text: string | undefined): boolean =>
  text !== undefined && /^[_A-Za-z][_0-9A-Za-z]*$/.test(text)

const nameIn = (text: string | undefined): string | undefined => (isName(text) ? text : undefined)

function nameOf(type: TypeRef): string | undefined {
  switch (type.kind) {
    case 'scalar':
      return nameIn(type.format ?? builtIn[type.scalar])
    case 'enum':
    case 'object':
      return nameIn(type.name)
    case 'list': {
      const items = nameOf(type.items)
      return items === undefined ? undefined : `[${items}${type.itemsNullable ? '' : '!'}]`
    }
    case 'map':
    case 'union':
      return undefined
  }
}
