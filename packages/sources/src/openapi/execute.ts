import {
  type Connection,
  type HttpRequest,
  type Json,
  ownProperty,
  type PlannedCall,
  type ProviderResponse,
} from '@bindery/model'
import { encodeBody } from './encode-body.ts'
import { findPartialLists } from '../http-json/partial-lists.ts'
import { checkHeaderText } from '../http-json/header-text.ts'
import { atPlace, callOf, listsOf, placeOf } from '../pages/ask-for-page.ts'
import { pagingOf } from '../pages/page-size.ts'
import { type ReadPage, readPages } from '../pages/read-pages.ts'
import { encodeHeader } from './encode-header.ts'
import { encodePath } from './encode-path.ts'
import { encodeQueryParameter } from './encode-query.ts'
import { type Plan, readPlan } from './plan.ts'
import { readAnswer } from './read-answer.ts'

/** Fills the slots of a plan, sends it through the connection and decodes the answer. Throws PlatformError. */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const pinned = plan.constants.find(({ argument }) => argument === plan.paging?.sizeArgument)?.value
  const paging = pagingOf(plan.paging, call.arguments, pinned)
  const read: ReadPage = async (page, maxResponseBytes) => {
    const asked = callOf(call, page, maxResponseBytes)
    const request = atPlace(toRequest(plan, asked), page)
    const { status, headers, body } = await connection.fetch(request, signal)
    const data = readAnswer({ status, headers, body }, plan)
    const partial = findPartialLists({ data, headers }, listsOf(call, page), paging)
    const response = { data, status, bytes: body.length, ...(partial.length === 0 ? {} : { partial }) }
    return { response, headers, ...placeOf(request) }
  }
  return readPages(call, { steps: plan.follow, connection, read })
}

/** The request of a call, everything encoded. Throws PlatformError `validation_error` for a value that cannot travel. */
function toRequest(plan: Plan, call: PlannedCall): HttpRequest {
  const constants = new Map(plan.constants.map((constant) => [constant.argument, constant.value]))
  const valueOf = (argument: string): Json | undefined =>
    ownProperty(call.arguments, argument) ?? constants.get(argument)
  const path = encodePath(plan.path, plan.parameters, valueOf)
  const body = plan.body === undefined ? undefined : ownProperty(call.arguments, 'body')
  const request = {
    method: plan.method,
    path,
    query: toQuery(plan, valueOf),
    headers: toHeaders(plan, call, valueOf),
    effect: call.effect,
    maxResponseBytes: call.maxResponseBytes,
  }
  if (plan.body === undefined || body === undefined) return request
  return { ...request, body: encodeBody(plan.body, body, plan.numbers) }
}

type ValueOf = (argument: string) => Json | undefined

function toQuery(plan: Plan, valueOf: ValueOf): string {
  const pairs = plan.query === undefined ? [] : [plan.query]
  for (const parameter of plan.parameters) {
    if (parameter.place !== 'query') continue
    const value = valueOf(parameter.argument)
    const text = value === undefined || value === null ? '' : encodeQueryParameter(parameter, value)
    if (text !== '') pairs.push(text)
  }
  return pairs.join('&')
}

function toHeaders(plan: Plan, call: PlannedCall, valueOf: ValueOf): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = []
  if (plan.accept !== undefined) headers.push(['accept', plan.accept])
  for (const parameter of plan.parameters) {
    const value = valueOf(parameter.argument)
    if (value === undefined || value === null) continue
    // The connection says why nobody sends it: plans from before may hold one.
    if (parameter.place === 'cookie') headers.push(['cookie', ''])
    if (parameter.place === 'header')
      headers.push([parameter.name.toLowerCase(), encodeHeader(parameter, value)])
  }
  const { idempotencyHeader } = plan
  const isGiven = headers.some(([name]) => name === idempotencyHeader)
  if (idempotencyHeader !== undefined && call.idempotencyKey !== undefined && !isGiven) {
    checkHeaderText(call.idempotencyKey, idempotencyHeader)
    headers.push([idempotencyHeader, call.idempotencyKey])
  }
  return headers
}
