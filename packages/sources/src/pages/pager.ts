import { type Connection, type HttpPlace, type Json, type JsonObject, ownProperty } from '@bindery/model'
import { type Judgement, readFlag, readPageNumbers } from '@bindery/model/pages'
import { valueAt } from '../http-json/value-at.ts'
import { type NextSign, nextSigns } from './next-address.ts'
import type { PageSteps } from './page-steps.ts'

/** What a page is asked by, instead of what the call says. */
export type NextPage =
  | { readonly by: 'arguments'; readonly arguments: JsonObject }
  | { readonly by: 'address'; readonly place: HttpPlace }

/** Where a page leads. */
export type Turn =
  | {
      readonly kind: 'next'
      readonly page: NextPage
      /** Equal for turns that lead to the same page. */
      readonly id: string
      /** `said`: the page names it. `counted`: it is the number after this one. `tried`: it may be this one again. */
      readonly because: 'said' | 'counted' | 'tried'
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unusable' }

/** A page that was read. */
export interface PageRead {
  readonly data: Json
  readonly headers?: ReadonlyMap<string, string> | undefined
  /** Where it was asked for, when an address can be asked for instead. */
  readonly place?: HttpPlace | undefined
  readonly rows: readonly Json[]
  /** What speaks of the list. */
  readonly places: readonly JsonObject[]
  readonly judged: Judgement
}

export interface PagerParts {
  readonly steps: PageSteps
  /** What the first page was asked by. */
  readonly arguments: JsonObject
  readonly locate: Connection['locate']
}

/**
 * Finds the way from each page to the next: an address or a token that the page names, or the number after its own. What an
 * answer shows goes before what names of arguments suggest.
 */
export class Pager {
  readonly #parts: PagerParts
  #current: number | undefined

  constructor(parts: PagerParts) {
    const { steps } = parts
    const given = steps.argument === undefined ? undefined : ownProperty(parts.arguments, steps.argument)
    this.#parts = parts
    this.#current = toInteger(given) ?? steps.begin ?? (steps.style === 'offset' ? 0 : undefined)
  }

  /** Of the page that the call itself asks for; undefined where it says nothing of it. */
  get firstId(): string | undefined {
    const { steps, arguments: args } = this.#parts
    const { argument } = steps
    const given = argument === undefined ? undefined : ownProperty(args, argument)
    return argument === undefined || given === undefined ? undefined : idOfValue(argument, given)
  }

  turn(page: PageRead): Turn {
    const { steps } = this.#parts
    const { nextPath } = steps
    const { places } = page
    if (places.map(readFlag).find((flag) => flag !== undefined) === false) return end
    const held = nextPath === undefined ? undefined : valueAt(page.data, nextPath)
    const named = held === undefined ? undefined : ([nextPath?.at(-1) ?? '', held] as const)
    const signs = nextSigns({ headers: page.headers, places, named: named && [...named] })
    const { style } = steps
    const address = signs.find(({ isAddress }) => isAddress || style === 'link')
    if (address !== undefined) return this.#toAddress(String(address.value), page)
    switch (style) {
      case 'link':
        return end
      case 'cursor':
        return this.#toCursor(signs[0], page)
      case 'page':
      case 'offset':
        return page.judged.more === 'none' ? end : this.#toNumber(signs, page)
    }
  }

  #toAddress(address: string, { place }: PageRead): Turn {
    const { locate } = this.#parts
    if (place === undefined || locate === undefined) return unusable
    const next = locate(address, place)
    if (next === undefined) return { kind: 'elsewhere' }
    return { kind: 'next', page: { by: 'address', place: next }, id: idOf(next), because: 'said' }
  }

  #toCursor(token: NextSign | undefined, { rows, judged }: PageRead): Turn {
    if (token !== undefined) return this.#toValue(token.value, 'said')
    const { argument, key } = this.#parts.steps
    const [way, second] = key ?? []
    const isByRow = argument === 'starting_after' && way !== undefined && second === undefined
    if (!isByRow || judged.more === 'none') return end
    const last = valueAt(rows.at(-1) ?? null, way)
    return typeof last === 'string' || typeof last === 'number' ? this.#toValue(last, 'counted') : end
  }

  #toNumber(signs: readonly NextSign[], { rows, places }: PageRead): Turn {
    const { style } = this.#parts.steps
    const wanted = style === 'page' ? /page$|^next$/ : /offset|start|skip/
    const said = signs.map(({ name, value }) => (wanted.test(name) ? toInteger(value) : undefined))
    const next = said.find((number) => number !== undefined)
    if (next !== undefined) {
      this.#current = next
      return this.#toValue(next, 'said')
    }
    if (style === 'offset') {
      this.#current = (this.#current ?? 0) + rows.length
      return this.#toValue(this.#current, 'counted')
    }
    const current = this.#current ?? readPageNumbers(places).page
    // Pages are counted from 0 or from 1: whoever does not know asks for 1, which is the first one again or the second.
    this.#current = (current ?? 0) + 1
    return this.#toValue(this.#current, current === undefined ? 'tried' : 'counted')
  }

  #toValue(value: string | number, because: 'said' | 'counted' | 'tried'): Turn {
    const { argument, takes } = this.#parts.steps
    if (argument === undefined) return unusable
    const number = takes === 'number' ? toInteger(value) : undefined
    const given = takes === 'text' ? String(value) : (number ?? value)
    const page = { by: 'arguments', arguments: { [argument]: given } } as const
    return { kind: 'next', page, id: idOfValue(argument, value), because }
  }
}

const end: Turn = { kind: 'end' }
const unusable: Turn = { kind: 'unusable' }

/** Equal for places that are the same. */
export const idOf = ({ path, query }: HttpPlace): string => `${path}?${query}`

const idOfValue = (argument: string, value: Json): string =>
  JSON.stringify([argument, typeof value === 'number' ? `${value}` : value])

function toInteger(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}
