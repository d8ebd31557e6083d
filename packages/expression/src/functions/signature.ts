import { isJsonArray, type Json } from '@bindery/model'
import { ExpressionError, misfitCode } from '../expression-error.ts'
import type { Value } from '../evaluate/value.ts'
import { type FunctionName, functionSignatures } from './function-names.ts'
import { Pattern } from './pattern.ts'

/** A value, or a regular expression, in a call. */
export type Argument = Value | Pattern

export interface Parameter {
  /** The kinds it takes, as letters of the signature; `m` is nothing. */
  readonly accepts: string
  readonly isList: boolean
  /** Kind of the items of a list, when the signature says it. */
  readonly items?: string
  readonly whenMissing: 'fail' | 'context' | 'nothing'
  readonly isRepeated: boolean
}

/** The parameters of a function, read from its signature. */
export function parametersOf(name: FunctionName): readonly Parameter[] {
  const parts = functionSignatures[name].matchAll(/(?:\((\w+)\)|(\w))(?:<(\w)>)?([-?+]?)/g)
  return Array.from(parts, ([, choice, letter = '', items, mark]) => {
    const isAnything = letter === 'a' || letter === 'x'
    return {
      accepts: isAnything ? 'asnblom' : letter === 'f' ? 'f' : `${choice ?? letter}m`,
      isList: letter === 'a',
      ...(items === undefined ? {} : { items }),
      whenMissing: mark === '-' ? 'context' : mark === '?' ? 'nothing' : 'fail',
      isRepeated: mark === '+',
    }
  })
}

/** What a call is about, for its arguments and its errors. */
export interface CallSite {
  readonly name: FunctionName
  readonly parameters: readonly Parameter[]
  readonly position: number
}

/**
 * The arguments in the places of the parameters: the value at hand stands in for a missing first one, single values
 * become lists where lists are wanted. Throws ExpressionError (`type`) on a misfit.
 */
export function placeArguments(
  given: readonly Argument[],
  context: Value,
  site: CallSite,
): readonly Argument[] {
  const { parameters } = site
  const [first] = parameters
  const repeated = first?.isRepeated === true ? given.map(() => first) : parameters
  if (fits(given, repeated))
    return repeated.map((parameter, index) => place(given, { parameter, index, context, site }))
  const canShift = first?.whenMissing === 'context' && fits(given, parameters.slice(1))
  if (!canShift) {
    const index = given.findIndex((argument, at) => !accepts(repeated[at], argument))
    throw misfit(site, index, given[index])
  }
  const shifted: readonly Argument[] = [context, ...given]
  if (!accepts(first, context)) throw misfit(site, 0, context)
  return parameters.map((parameter, index) => place(shifted, { parameter, index, context, site }))
}

function fits(given: readonly Argument[], parameters: readonly Parameter[]): boolean {
  if (given.length > parameters.length) return false
  return parameters.every((parameter, index) =>
    index < given.length ? accepts(parameter, given[index]) : parameter.whenMissing !== 'fail',
  )
}

interface Place {
  readonly parameter: Parameter
  readonly index: number
  readonly context: Value
  readonly site: CallSite
}

function place(given: readonly Argument[], { parameter, index, context, site }: Place): Argument {
  if (index >= given.length)
    return parameter.whenMissing === 'context' ? contextFor(parameter, context, site) : undefined
  const argument = given[index]
  if (!parameter.isList || argument === undefined || argument instanceof Pattern) return argument
  const list: readonly Json[] = isJsonArray(argument) ? argument : [argument]
  const { items } = parameter
  const other = items === undefined ? undefined : list.find((item) => kindOf(item) !== items)
  if (other !== undefined) throw misfit(site, index, other)
  return list
}

function contextFor(parameter: Parameter, context: Value, site: CallSite): Value {
  if (!accepts(parameter, context)) throw misfit(site, 0, context)
  return context
}

function accepts(parameter: Parameter | undefined, argument: Argument): boolean {
  return parameter !== undefined && parameter.accepts.includes(kindOf(argument))
}

function kindOf(argument: Argument): string {
  if (argument === undefined) return 'm'
  if (argument === null) return 'l'
  if (argument instanceof Pattern) return 'f'
  if (typeof argument === 'string') return 's'
  if (typeof argument === 'number') return 'n'
  if (typeof argument === 'boolean') return 'b'
  return isJsonArray(argument) ? 'a' : 'o'
}

function misfit(site: CallSite, index: number, given: Argument): ExpressionError {
  const wanted = site.parameters[Math.min(Math.max(index, 0), site.parameters.length - 1)]
  const kind = wanted?.items ?? wanted?.accepts.replace('m', '') ?? ''
  const words = Array.from(kind, (letter) => kindNames[letter] ?? letter).join(' or ')
  return new ExpressionError(
    misfitCode(given),
    `Argument ${index + 1} of "$${site.name}" is no ${words}.`,
    site.position,
  )
}

const kindNames: { readonly [letter: string]: string } = {
  s: 'text',
  n: 'number',
  b: 'boolean',
  o: 'object',
  a: 'list',
  l: 'null',
  f: 'regular expression',
}
