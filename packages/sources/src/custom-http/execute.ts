import {
  type Connection,
  type HttpBody,
  type HttpRequest,
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  type PlannedCall,
  type ProviderResponse,
} from '@bindery/model'
import type { Paging } from '@bindery/model/pages'
import { argumentError } from '../http-json/argument-error.ts'
import { checkHeaderText } from '../http-json/header-text.ts'
import { findPartialLists } from '../http-json/partial-lists.ts'
import { formEncode, percentEncode } from '../http-json/percent-encode.ts'
import { checkStatus, isJson, readJson } from '../http-json/read-response.ts'
import { encodeSegmentValue, hasDotSegment } from '../http-json/segment-value.ts'
import { toItems, toText } from '../http-json/to-text.ts'
import { atPlace, callOf, listsOf, placeOf } from '../pages/ask-for-page.ts'
import { pagingOf } from '../pages/page-size.ts'
import { type ReadPage, readPages } from '../pages/read-pages.ts'
import { fillTemplate, writeText } from './fill-template.ts'
import { type Plan, readPlan } from './plan.ts'
import { type TextPart, wholeSlot } from './template.ts'

/** Fills the templates of a plan, sends them through the connection and decodes the answer. Throws PlatformError. */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const paging = pagingOf(plan.paging, call.arguments)
  const read: ReadPage = async (page, maxResponseBytes) => {
    const request = atPlace(toRequest(plan, callOf(call, page, maxResponseBytes)), page)
    const answer = await connection.fetch(request, signal)
    return {
      response: toResponse(plan, answer, { lists: listsOf(call, page), paging }),
      headers: answer.headers,
      ...placeOf(request),
    }
  }
  return readPages(call, { steps: plan.follow, connection, read })
}

function toResponse(
  plan: Plan,
  answer: HttpResponse,
  {
    lists,
    paging,
  }: { readonly lists: NonNullable<PlannedCall['lists']>; readonly paging: Paging | undefined },
): ProviderResponse {
  const { status, headers, body } = answer
  checkStatus(answer, slotsOf(plan.path))
  const isRead = body.length > 0 && status !== 204 && (plan.answer === 'json' || isJson(answer))
  const data = isRead ? readJson(answer) : null
  const partial = findPartialLists({ data, headers }, lists, paging)
  return { data, status, bytes: body.length, ...(partial.length === 0 ? {} : { partial }) }
}

/** The variables that the path is made of. */
const slotsOf = (path: readonly TextPart[]): readonly string[] =>
  path.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]))

/** The request of a call. Throws PlatformError `validation_error` for a value that cannot travel in its place. */
function toRequest(plan: Plan, call: PlannedCall): HttpRequest {
  const values = call.arguments
  const request = {
    method: plan.method,
    path: toPath(plan.path, values),
    query: toQuery(plan, values),
    headers: toHeaders(plan, values),
    effect: call.effect,
    maxResponseBytes: call.maxResponseBytes,
  }
  const body = toBody(plan, values)
  return body === undefined ? request : { ...request, body }
}

/** A value fills its place within one segment and never adds one. */
function toPath(parts: readonly TextPart[], values: JsonObject): string {
  const path = writeText(parts, values, (text, slot) => {
    if (/[/\\]/.test(text)) throw argumentError(slot, 'holds "/" or "\\", which no part of a path may')
    return encodeSegmentValue(text, slot)
  })
  if (!hasDotSegment(path)) return path
  const slot = parts.find((part) => typeof part !== 'string')
  throw argumentError(typeof slot === 'object' ? slot.slot : 'path', 'would make a dot segment')
}

function toQuery({ query, unplaced }: Plan, values: JsonObject): string {
  const own = unplaced.place === 'query' ? unplaced.names : []
  const entries = [...query, ...own.map((name) => ({ name, parts: [{ slot: name }] }))]
  return entries.flatMap(({ name, parts }) => toPairs(name, parts, values)).join('&')
}

/** A list becomes one pair for each item, an object its JSON text, a value that is absent nothing. */
function toPairs(name: string, parts: readonly TextPart[], values: JsonObject): readonly string[] {
  const key = percentEncode(name, name)
  const slot = wholeSlot(parts)
  if (slot === undefined) return [`${key}=${percentEncode(writeText(parts, values), name)}`]
  const value = ownProperty(values, slot)
  if (value === undefined || value === null) return []
  return toItems(value, slot).map((item) => `${key}=${percentEncode(item, slot)}`)
}

function toHeaders({ headers }: Plan, values: JsonObject): HttpRequest['headers'] {
  return headers.flatMap(({ name, parts }) => {
    const slot = wholeSlot(parts)
    if (slot !== undefined && ownProperty(values, slot) === undefined) return []
    const text = writeText(parts, values)
    checkHeaderText(text, slot ?? name)
    return [[name, text] as const]
  })
}

function toBody(plan: Plan, values: JsonObject): HttpBody | undefined {
  const filled = plan.body === undefined ? undefined : fillTemplate(plan.body, values)
  const body = withUnplaced(filled, plan, values)
  if (body === undefined) return undefined
  const declared = plan.headers.find(({ name }) => name === 'content-type')
  const contentType = declared === undefined ? 'application/json' : writeText(declared.parts, values)
  const text = plan.form === true ? toForm(body) : JSON.stringify(body)
  return { contentType, bytes: new TextEncoder().encode(text) }
}

function withUnplaced(body: Json | undefined, { unplaced }: Plan, values: JsonObject): Json | undefined {
  if (unplaced.place !== 'body') return body
  const members = unplaced.names.flatMap((name) => {
    const value = ownProperty(values, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  if (members.length === 0) return body
  const own = body !== undefined && isJsonObject(body) ? Object.entries(body) : []
  return objectFrom([...own, ...members])
}

function toForm(body: Json): string {
  if (!isJsonObject(body)) throw argumentError('body', 'must be an object to be sent as a form')
  return Object.entries(body)
    .flatMap(([name, value]) =>
      (isJsonArray(value) ? value : [value]).map(
        (item) => `${formEncode(name, name)}=${formEncode(toText(item, name), name)}`,
      ),
    )
    .join('&')
}
