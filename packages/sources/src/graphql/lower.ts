import {
  type Argument,
  type BindingReach,
  type CheckedBinding,
  type Json,
  type Operation,
  PlatformError,
  readOutputs,
} from '@bindery/model'
import { type AnswerArgument, answerArguments, giveArgument } from './answer-arguments.ts'
import { Call } from './call.ts'
import type { PageSteps } from '../pages/page-steps.ts'
import { followedPages, selectPageSigns } from './follow-pages.ts'
import { innerLists } from './inner-lists.ts'
import { lowerError } from './lower-error.ts'
import { type AnswerRoot, selectOutputs } from './select-outputs.ts'
import { selectPages } from './list-pages.ts'
import type { ListPage, Plan } from './plan.ts'
import { isCutByDefault, isSizeArgument } from './selection.ts'
import { pageSize, writeSelection, type WrittenSelection } from './write-document.ts'

/**
 * The plan of a checked binding: one document that asks for what the outputs read and for the errors of the answer. Its
 * text holds no value of a caller. Throws PlatformError `binding_invalid` for what cannot be asked for.
 */
export function lowerOperation(operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  if (!parsed.success || operation.availability.status === 'quarantined') {
    throw lowerError(`The operation "${operation.name}" cannot be called.`)
  }
  const { reach } = binding
  if (reach === undefined)
    throw new PlatformError('internal_error', 'A GraphQL binding is lowered by the compiler only.')
  checkExclusive(binding, reach)
  return toPlan(parsed.data, operation, { ...binding, reach })
}

interface Lowered extends CheckedBinding {
  readonly reach: BindingReach
}

function toPlan(call: Call, operation: Operation, binding: Lowered): Plan {
  const bound = new Set(binding.assignments.flatMap(({ target }) => target.slice(0, 1)))
  const follow = followedPages(operation, binding)
  const variables = call.arguments.flatMap(({ name, type }) => {
    if (bound.has(name)) return [{ name, type }]
    // The first page is asked for without it, which a default of the schema allows.
    return name === follow?.argument ? [{ name, type: type.replace(/!$/, '') }] : []
  })
  const page = new RootPage(operation, bound, follow)
  const inside = answerArguments(operation, binding)
  const answer = selectAnswer(call, operation, { binding, page, bound, follow, inside })
  const size = page.size()
  const given = [
    ...variables.map(({ name }) => `${name}: $${name}`),
    ...(size === undefined ? [] : [`${size.argument}: ${size.items}`]),
  ]
  const declared = [
    ...variables.map(({ name, type }) => `$${name}: ${type}${page.defaultOf(name, type)}`),
    ...inside.map(({ variable, type }) => `$${variable}: ${type}`),
  ]
  const field = `${call.field}${inParentheses(given)}${answer.text === '' ? '' : ` ${answer.text}`}`
  return {
    document: `${call.root} ${call.field}${inParentheses(declared)} { ${field} }`,
    operationName: call.field,
    rootField: call.field,
    variables: [
      ...variables.map(({ name, type }) => ({ name, target: [name], type })),
      ...inside.map(({ variable, target, type }) => ({ name: variable, target: [target], type })),
    ],
    errorChannels: call.errorChannels.map((channel) => [channel.field]),
    aliases: [...answer.aliases],
    ...(answer.pages.length === 0 ? {} : { pages: [...answer.pages] }),
    ...(follow === undefined ? {} : { follow: withSize(follow, size) }),
    cost: answer.cost + 1,
  }
}

/** A size that the document gives is no default of the provider. */
const withSize = ({ sizeArgument, ...follow }: PageSteps, size: ReturnType<RootPage['size']>): PageSteps =>
  size === undefined
    ? { ...follow, ...(sizeArgument === undefined ? {} : { sizeArgument }) }
    : { ...follow, size: size.items }

const inParentheses = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : `(${parts.join(', ')})`

interface WrittenAnswer extends WrittenSelection {
  readonly pages: readonly ListPage[]
}

function selectAnswer(
  call: Call,
  operation: Operation,
  {
    binding,
    page,
    bound,
    follow,
    inside,
  }: {
    readonly binding: Lowered
    readonly page: RootPage
    readonly bound: ReadonlySet<string>
    readonly follow: PageSteps | undefined
    readonly inside: readonly AnswerArgument[]
  },
): WrittenAnswer {
  const type = operation.returns?.type
  if (type === undefined) return { text: '', aliases: [], cost: 0, pages: [] }
  const root: AnswerRoot = { type, need: (items) => page.need(items) }
  const outputs = readOutputs(binding)
  const selection = selectOutputs(root, outputs, binding.reach)
  for (const argument of inside) giveArgument(selection, argument)
  if (follow !== undefined)
    selectPageSigns(selection, operation, { binding, steps: follow, reach: binding.reach })
  let inner = type
  while (inner.kind === 'list') inner = inner.items
  const paged = { type, arguments: operation.arguments, bound, size: page.size() }
  const lists = { outputs, reach: binding.reach, inner: innerLists(binding) }
  const pages = selectPages(selection, paged, lists)
  if (inner.kind !== 'object' && inner.kind !== 'union') return { text: '', aliases: [], cost: 0, pages }
  const written = { ...writeSelection(selection, page.size()?.items ?? 1), pages }
  if (call.errorChannels.length === 0) return written
  const channels = call.errorChannels.map(({ field, select }) => `${field} { ${select.join(' ')} }`)
  const rest = written.text === '{ __typename }' ? '' : written.text.slice(2, -2)
  const text = `{ ${[rest, ...channels].filter((part) => part !== '').join(' ')} }`
  return { ...written, text, cost: written.cost + channels.length }
}

/** How many items the answer itself holds, when the operation counts them and no argument of the binding does. */
class RootPage {
  readonly #counting: readonly Argument[]
  readonly #argument: Argument | undefined
  #items = 1

  constructor(operation: Operation, bound: ReadonlySet<string>, follow: PageSteps | undefined) {
    const counting = operation.arguments.filter((argument) => isSizeArgument(argument))
    const isCounted = counting.some(({ name }) => bound.has(name))
    const isCut = counting.some((argument) => isCutByDefault(argument.default, operation.returns?.type))
    const isPaged =
      follow !== undefined ||
      operation.pagination !== undefined ||
      isCut ||
      counting.some(({ required }) => required)
    this.#counting = isPaged ? counting.filter(({ name }) => bound.has(name)) : []
    this.#argument = isCounted || !isPaged ? undefined : counting[0]
  }

  need(items: number): void {
    this.#items = Math.max(this.#items, items)
  }

  /** A caller who may say how many and does not gets as many as the outputs need. */
  defaultOf(name: string, type: string): string {
    const [only, second] = this.#counting
    return only?.name === name && second === undefined && type === 'Int' ? ` = ${pageSize(this.#items)}` : ''
  }

  size(): { readonly argument: string; readonly items: number } | undefined {
    return this.#argument === undefined
      ? undefined
      : { argument: this.#argument.name, items: pageSize(this.#items) }
  }
}

/** An input of which exactly one field is given must not be filled by two entries of a binding. */
function checkExclusive({ assignments, operation }: CheckedBinding, reach: BindingReach): void {
  for (const argument of operation.arguments) {
    if (argument.type.kind !== 'object') continue
    checkObject(argument.type.name, { path: [argument.name], assignments, reach })
  }
}

interface Filled {
  readonly path: readonly string[]
  readonly assignments: CheckedBinding['assignments']
  readonly reach: BindingReach
}

function checkObject(name: string, filled: Filled): void {
  const { path, assignments, reach } = filled
  const object = reach.object(name)
  const inside = assignments.filter(
    ({ target }) => target.length > path.length && path.every((part, at) => target[at] === part),
  )
  const names = new Set(inside.flatMap(({ target }) => target.slice(path.length, path.length + 1)))
  if (object?.isOneOf === true && names.size > 1) {
    throw lowerError(
      `"${path.join('.')}" takes exactly one of its fields; ${[...names].map((field) => `"${field}"`).join(', ')} are filled.`,
    )
  }
  for (const field of object?.fields ?? []) {
    if (names.has(field.name) && field.type.kind === 'object')
      checkObject(field.type.name, { ...filled, path: [...path, field.name] })
  }
}
