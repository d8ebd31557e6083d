import { isJsonArray, isJsonObject, type Json, ownProperty, type PathStep } from '@bindery/model'

/** A value on the way is of another shape than the provider describes: what it is, and how many steps led to it. */
export class Misshapen {
  readonly steps: number
  readonly is: Json

  constructor(steps: number, is: Json) {
    this.steps = steps
    this.is = is
  }
}

/** A value that the provider always sends is not there, though what holds it is: how many steps led to it. */
export class Missing {
  readonly steps: number

  constructor(steps: number) {
    this.steps = steps
  }
}

/** A path, and after how many of its steps there is always a value. */
export interface Route {
  readonly path: readonly PathStep[]
  readonly present?: readonly number[]
}

/**
 * Follows a path, own properties only; undefined when there is nothing at its end and need not be. A field step over a
 * list that nobody describes reads the field of each item and joins what it finds.
 */
export function walk(from: Json, route: Route, at = 0): Json | undefined | Misshapen | Missing {
  let value: Json | undefined = from
  for (let index = at; index < route.path.length; index++) {
    const step = route.path[index]
    if (step === undefined || value === undefined || value === null) return none(route, index)
    if (!isAsDescribed(value, step)) return new Misshapen(index, value)
    if (isJsonArray(value) && step.kind === 'field' && step.from === undefined)
      return walkEach(value, route, index)
    value = takeStep(value, step)
    // A list may be shorter than that; an item that is there is held to what follows.
    if (value === undefined && step.kind === 'item') return undefined
  }
  return value ?? none(route, route.path.length)
}

function none({ present = [] }: Route, steps: number): undefined | Missing {
  return present.includes(steps) ? new Missing(steps) : undefined
}

function isAsDescribed(value: Json, { from }: PathStep): boolean {
  if (from === undefined || from === 'union') return true
  return from === 'list' ? isJsonArray(value) : isJsonObject(value)
}

function takeStep(value: Json, step: PathStep): Json | undefined {
  if (step.kind === 'item') return isJsonArray(value) ? value[step.index] : undefined
  return isJsonObject(value) ? ownProperty(value, step.name) : undefined
}

function walkEach(items: readonly Json[], route: Route, at: number): Json | Misshapen | Missing {
  const found: Json[] = []
  for (const item of items) {
    const value = walk(item, route, at)
    if (value instanceof Misshapen || value instanceof Missing) return value
    if (isJsonArray(value)) found.push(...value)
    else if (value !== undefined) found.push(value)
  }
  return found
}

/** What a value is, in a word: never the value itself. */
export function describeShape(value: Json): string {
  if (value === null) return 'null'
  if (isJsonArray(value)) return 'a list'
  if (isJsonObject(value)) return 'an object'
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'a number' : 'true or false'
}
