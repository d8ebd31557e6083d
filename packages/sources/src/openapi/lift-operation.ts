import { isJsonObject, type Json, type Operation, type SecurityHint } from '@bindery/model'
import { unjudgedEffect } from '../effects/claim.ts'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { SchemaLifter } from '../json-schema/lifter.ts'
import { readText } from '../json-schema/read-text.ts'
import { toAvailability } from './availability.ts'
import type { Call, PathPart } from './call.ts'
import type { SchemeKey } from './credential-parameters.ts'
import { liftBody, type LiftedBody } from './lift-body.ts'
import type { KeptParameter } from './kept-parameter.ts'
import { liftParameters, type LiftedParameters } from './lift-parameters.ts'
import { liftResponse, type LiftedResponse } from './lift-response.ts'
import { liftRequirements } from './lift-security.ts'
import { serverObstacle } from './lift-servers.ts'
import type { Description, OperationHead } from './normal-form.ts'
import { placeQuerySlots } from './place-query-slots.ts'
import { parsePathTemplate, type PathTemplate } from './path-template.ts'
import type { Obstacle } from './obstacle.ts'

export interface OperationTools {
  readonly description: Description
  readonly lifter: SchemaLifter
  readonly log: IssueLog
  readonly keys: readonly SchemeKey[]
  readonly shared: Map<Json, KeptParameter>
  readonly securityMethods: ReadonlyMap<string, SecurityHint['method']>
  readonly servers: readonly string[]
}

/** One operation of the catalog. Never fails: what cannot be used is a reason on the operation. */
export function liftOperation(head: OperationHead, name: string, tools: OperationTools): Operation {
  const described = tools.description.read(head)
  const template = parsePathTemplate(head.path)
  const named = { head, name, slots: template.slots }
  const declared = placeQuerySlots(described.parameters, template, head)
  const parameters = liftParameters(named, declared, tools)
  const body = described.body === undefined ? {} : liftBody(named, described.body, tools.lifter)
  const response = liftResponse(name, described.responses, tools.lifter)
  const obstacles = [
    ...methodObstacles(head, template),
    ...(described.obstacles ?? []),
    ...parameters.obstacles,
    ...present(body.obstacle),
    ...present(response.obstacle),
    ...present(serverObstacle(head, described.servers, tools.servers)),
  ]
  reportObstacles(obstacles, tools.log)
  const call = toCall(head, template, { parameters, body, response })
  return toOperation(head, tools, { name, parameters, body, response, obstacles, call })
}

interface Lifts {
  readonly name: string
  readonly parameters: LiftedParameters
  readonly body: LiftedBody
  readonly response: LiftedResponse
  readonly obstacles: readonly Obstacle[]
  readonly call: Call
}

function toOperation(head: OperationHead, tools: OperationTools, lifts: Lifts): Operation {
  const node = isJsonObject(head.place.node) ? head.place.node : {}
  const { pointer } = head.place
  const { body, response } = lifts
  const operation: Draft<Operation> = {
    name: lifts.name,
    ...unjudgedEffect,
    groups: groupsOf(node['tags']),
    arguments:
      body.argument === undefined
        ? lifts.parameters.arguments
        : [...lifts.parameters.arguments, body.argument],
    availability: toAvailability(lifts.obstacles),
    ...liftRequirements(node['security'], tools.description.root.node['security'], tools.securityMethods),
    call: lifts.call,
    provenance: pointer,
  }
  const title = readText(node['summary'], head.place, tools.log)
  const description = readText(node['description'], head.place, tools.log)
  if (title !== undefined) operation.title = title
  if (description !== undefined) operation.description = description
  if (node['deprecated'] === true) operation.deprecated = ''
  if (response.returns !== undefined) operation.returns = response.returns
  if (body.argument !== undefined && hasInputFields(body.argument.type.kind)) operation.inputArgument = 'body'
  return operation
}

const hasInputFields = (kind: string): boolean => kind === 'object' || kind === 'map' || kind === 'union'

function groupsOf(tags: Json | undefined): readonly string[] {
  if (!Array.isArray(tags)) return []
  const names = tags.flatMap((tag: Json) =>
    typeof tag === 'string' ? [tag.slice(0, 200).toWellFormed()] : [],
  )
  return [...new Set(names)].slice(0, 20)
}

function toCall(
  head: OperationHead,
  template: PathTemplate,
  lifts: {
    readonly parameters: LiftedParameters
    readonly body: LiftedBody
    readonly response: LiftedResponse
  },
): Call {
  const { parameters, body, response } = lifts
  const call: Draft<Call> = {
    method: head.method,
    path: template.parts.map((part) => toArgumentSlot(part, parameters.slots)),
    parameters: [...parameters.encodings],
    answer: response.answer,
  }
  if (template.query !== undefined) call.query = template.query
  if (body.encoding !== undefined) call.body = body.encoding
  if (parameters.constants.length > 0) call.constants = [...parameters.constants]
  if (response.accept !== undefined) call.accept = response.accept
  if (parameters.idempotencyHeader !== undefined) call.idempotencyHeader = parameters.idempotencyHeader
  return call
}

function toArgumentSlot(part: PathPart, slots: ReadonlyMap<string, string>): PathPart {
  return typeof part === 'string' ? part : { slot: slots.get(part.slot) ?? part.slot.toWellFormed() }
}

const usableMethods = new Set(['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'QUERY'])

function methodObstacles(head: OperationHead, template: PathTemplate): readonly Obstacle[] {
  const { pointer } = head.place
  const found: Obstacle[] = []
  if (!isJsonObject(head.place.node)) {
    const message = 'The operation is not described by an object.'
    found.push({ weight: 'quarantine', reason: { code: 'operation_malformed', message, pointer } })
  }
  if (isJsonObject(head.place.node) && typeof head.place.node['$ref'] === 'string') {
    const message = 'The operation refers to a description that cannot be found.'
    found.push({ weight: 'quarantine', reason: { code: 'operation_unresolved', message, pointer } })
  }
  if (!usableMethods.has(head.method)) {
    const message = `The method ${head.method.slice(0, 20).toWellFormed()} is not sent.`
    found.push({ weight: 'quarantine', reason: { code: 'method_unsupported', message, pointer } })
  }
  if (template.hasMixedQuery) {
    const message = 'The query in the path holds a slot that is not the whole value of a member.'
    found.push({
      weight: 'quarantine',
      reason: { code: 'path_query_mixed', message, pointer: head.item.pointer },
    })
  }
  if (template.hasFragment) {
    const message = 'The path holds a fragment, which is never sent.'
    found.push({ weight: 'limit', reason: { code: 'path_fragment', message, pointer: head.item.pointer } })
  }
  return found
}

function reportObstacles(obstacles: readonly Obstacle[], log: IssueLog): void {
  for (const { weight, reason } of obstacles) {
    const { code, message, pointer } = reason
    log.report({ code, severity: weight === 'quarantine' ? 'warning' : 'info', message, pointer })
  }
}

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value])
