import {
  type Connection,
  type Effect,
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  type PartialList,
  type PlannedCall,
  PlatformError,
  type ProviderResponse,
} from '@bindery/model'
import { isFullPage } from '@bindery/model/pages'
import { checkStatus, readJson } from '../http-json/read-response.ts'
import { valueAt } from '../http-json/value-at.ts'
import { callOf } from '../pages/ask-for-page.ts'
import { type ReadPage, readPages } from '../pages/read-pages.ts'
import { type Answer, graphqlErrors, userErrors } from './answer-errors.ts'
import { type ListPage, type Plan, readPlan } from './plan.ts'

/** Sends the document of a plan with the values of its variables, once for each page that is read. Throws PlatformError; errors with data are errors. */
export async function executeCall(
  call: PlannedCall,
  connection: Connection,
  signal: AbortSignal,
): Promise<ProviderResponse> {
  const plan = readPlan(call.plan)
  const read: ReadPage = async (page, maxResponseBytes) => {
    const asked = callOf(call, page, maxResponseBytes)
    const answer = await connection.fetch(toRequest(plan, asked), signal)
    const data = readAnswer(plan, answer, call.effect)
    const partial = (plan.pages ?? []).flatMap((list) => partialList(list, data, call.arguments))
    const { status, body } = answer
    return { response: { data, status, bytes: body.length, ...(partial.length === 0 ? {} : { partial }) } }
  }
  return readPages(call, { steps: plan.follow, connection, read })
}

function partialList(
  { list, flag, size, sizeArgument }: ListPage,
  data: Json,
  args: JsonObject,
): readonly PartialList[] {
  const found = valueAt(data, list)
  if (!isJsonArray(found)) return []
  if (flag !== undefined) return valueAt(data, flag) === true ? [{ path: list, more: 'certain' }] : []
  const asked = sizeArgument === undefined ? undefined : ownProperty(args, sizeArgument)
  return isFullPage(found.length, typeof asked === 'number' ? asked : size)
    ? [{ path: list, more: 'possible' }]
    : []
}

function toRequest(plan: Plan, call: PlannedCall): Parameters<Connection['fetch']>[0] {
  const { document, operationName } = plan
  const body = JSON.stringify({ query: document, variables: valuesOf(plan, call.arguments), operationName })
  return {
    method: 'POST',
    // The endpoint is the base URL itself.
    path: '',
    query: '',
    headers: [['accept', 'application/graphql-response+json, application/json;q=0.9']],
    body: { contentType: 'application/json', bytes: new TextEncoder().encode(body) },
    effect: call.effect,
    // By the document too: a mutation is sent once, even when an operator said that it only reads.
    ...(call.effect === 'read' && /^query\b/.test(document) ? { isSafe: true as const } : {}),
    maxResponseBytes: call.maxResponseBytes,
  }
}

/** Values that are not given are not sent: that is another thing than null. */
function valuesOf(plan: Plan, args: JsonObject): JsonObject {
  return objectFrom(
    plan.variables.flatMap(({ name, target }) => {
      const value = valueAt(args, target)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

function readAnswer(plan: Plan, response: HttpResponse, effect: Effect): Json {
  checkStatus(response)
  const answer = { ...toAnswer(plan, response), effect }
  if (answer.errors.length > 0) throw graphqlErrors(answer)
  const refused = plan.errorChannels.flatMap((channel) => errorsAt(valueAt(answer.value ?? null, channel)))
  if (refused.length > 0) throw userErrors(refused, response.status)
  const value = answer.value ?? null
  return plan.aliases.length === 0
    ? value
    : withNames(value, new Map(plan.aliases.map(({ alias, name }) => [alias, name])))
}

function toAnswer(plan: Plan, response: HttpResponse): Omit<Answer, 'effect'> {
  const body = response.body.length === 0 ? null : readJson(response)
  const data = isJsonObject(body) ? ownProperty(body, 'data') : undefined
  const errors = isJsonObject(body) ? ownProperty(body, 'errors') : undefined
  const given = isJsonArray(errors) ? errors : []
  const value = isJsonObject(data) ? ownProperty(data, plan.rootField) : undefined
  if (given.length === 0 && value === undefined) {
    throw new PlatformError(
      'upstream_invalid_response',
      'The provider sent no answer of the GraphQL protocol.',
      {
        reason: 'not_graphql',
        upstreamStatus: response.status,
      },
    )
  }
  return { errors: given, value, status: response.status }
}

/** The entries of a list; a single error object is one. */
function errorsAt(value: Json | undefined): readonly Json[] {
  if (isJsonArray(value)) return value
  return isJsonObject(value) ? [value] : []
}

function withNames(value: Json, names: ReadonlyMap<string, string>): Json {
  if (isJsonArray(value)) return value.map((item) => withNames(item, names))
  if (!isJsonObject(value)) return value
  return objectFrom(
    Object.entries(value).map(
      ([name, member]) => [names.get(name) ?? name, withNames(member, names)] as const,
    ),
  )
}
