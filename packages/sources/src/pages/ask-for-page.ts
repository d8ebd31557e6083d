import { type HttpPlace, type HttpRequest, objectFrom, type PlannedCall } from '@bindery/model'
import type { NextPage } from './pager.ts'

/** The call that asks for a page: the first one without `page`. */
export function callOf(call: PlannedCall, page: NextPage | undefined, maxResponseBytes: number): PlannedCall {
  if (page === undefined) return call
  const moved = page.by === 'arguments' ? Object.entries(page.arguments) : []
  return {
    ...call,
    arguments: objectFrom([...Object.entries(call.arguments), ...moved]),
    maxResponseBytes,
  }
}

/** The request at the address that a page named, with nothing else changed. */
export const atPlace = (request: HttpRequest, page: NextPage | undefined): HttpRequest =>
  page?.by === 'address' ? { ...request, ...page.place } : request

/** Where a request asks, when another address can be asked in its place: what has a body says there what it wants. */
export const placeOf = ({ method, path, query, body }: HttpRequest): { readonly place?: HttpPlace } =>
  method.toUpperCase() === 'GET' && body === undefined ? { place: { path, query } } : {}

/** Lists that are judged by what one answer says: of later pages the pager judges the one that goes on. */
export const listsOf = ({ lists = [] }: PlannedCall, page: NextPage | undefined) =>
  page === undefined ? lists : []
