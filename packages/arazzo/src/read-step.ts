import type { Findings, Place } from './findings.ts'
import { evaluate, type Scope } from './evaluate.ts'
import {
  type CalledOperation,
  findByOperationId,
  findByOperationPath,
  type Sources,
} from './find-operation.ts'
import { extensionName, StepExtension } from './bindery-extension.ts'
import type { InputTable } from './input-table.ts'
import type { NameTable } from './name-table.ts'
import { type Located, Node } from './node.ts'
import { keyOf, type PlacedValue } from './placed-value.ts'
import { readBody } from './read-body.ts'
import { readExtension } from './read-extension.ts'
import { readActions, readCriteria, readDependencies, type StepPosition } from './read-flow.ts'
import { type AuthoredParameter, placeParameters, readParameters, takes } from './read-parameters.ts'
import type { Value } from './value.ts'

/** One call of a draft: an operation and what fills its arguments. */
export interface CallStep {
  /** Its name in Bindery. */
  readonly id: string
  readonly path: Place
  readonly called: CalledOperation
  readonly values: readonly PlacedValue[]
  readonly extension: StepExtension | undefined
  readonly timeoutMs: number | undefined
}

/** What is read of one draft, whichever workflows it is made of. */
export interface Drafting {
  readonly components: Located | undefined
  readonly sources: Sources
  readonly findings: Findings
  readonly inputs: InputTable
  readonly stepNames: NameTable
  /** Steps so far, those of inner workflows in the place of the step that calls them. */
  readonly steps: CallStep[]
  /** Workflows that are being read, the outermost first. */
  readonly open: readonly string[]
  /** Ids of the steps that called them. */
  readonly calls: readonly string[]
  /** How many inner workflows were begun, at any depth: one that calls others often could go on for ever. */
  readonly begun: { count: number; calls: number }
  readonly callWorkflow: CallWorkflow
}

/** Reads the steps of an inner workflow into the draft; gives its outputs. */
export type CallWorkflow = (
  call: {
    readonly id: string
    /** The step that calls it. */
    readonly step: string
    readonly path: Place
    readonly given: ReadonlyMap<string, Value>
    /** Nothing follows the step. */
    readonly isLast: boolean
  },
  drafting: Drafting,
) => ReadonlyMap<string, Value>

export interface StepPlace {
  readonly position: StepPosition
  readonly scope: Scope
  /** Of the workflow, for all of its steps. */
  readonly parameters: readonly AuthoredParameter[]
}

/** Reads a step into the draft; gives its id and its outputs. */
export function readStep(
  item: Located,
  place: StepPlace,
  drafting: Drafting,
): { readonly id: string; readonly outputs: ReadonlyMap<string, Value> } | undefined {
  const { findings } = drafting
  return Node.read(item, findings, (node) => {
    const id = node.required('stepId') ?? ''
    node.pass('description')
    const { position } = place
    readCriteria(node.list('successCriteria'), position, findings)
    readActions(node.list('onSuccess'), { after: 'success', position, drafting })
    readActions(node.list('onFailure'), { after: 'failure', position, drafting })
    readDependencies(node.list('dependsOn'), position, findings)
    const outputs = node.has('workflowId')
      ? readInnerWorkflow(node, { id, place, drafting })
      : readCall(node, { id, place, drafting })
    return { id, outputs }
  })
}

function readInnerWorkflow(node: Node, { id: step, place, drafting }: Calling): ReadonlyMap<string, Value> {
  const { findings } = drafting
  const { scope } = place
  const id = node.required('workflowId') ?? ''
  const given = readParameters(node.list('parameters'), drafting).map(
    ({ name, value }) => [name, evaluate(value, scope, findings)] as const,
  )
  const workflowOutputs = drafting.callWorkflow(
    { id, step, path: node.at('workflowId'), given: new Map(given), isLast: place.position.isLast },
    drafting,
  )
  return readOutputs(node, { ...scope, workflowOutputs }, findings)
}

interface Calling {
  readonly id: string
  readonly place: StepPlace
  readonly drafting: Drafting
}

function readCall(node: Node, { id, place, drafting }: Calling): ReadonlyMap<string, Value> {
  const { findings, sources } = drafting
  const name = drafting.stepNames.of([...drafting.calls, id], id)
  const called = findCalled(node, { sources, findings })
  const extension = readExtension(node.json(extensionName), StepExtension, drafting)
  const timeoutMs = readTimeout(node, findings)
  const own = readParameters(node.list('parameters'), drafting)
  const body = node.json('requestBody')
  const outputs = readOutputs(
    node,
    { ...place.scope, answer: { from: 'step', step: name, pointer: [] } },
    findings,
  )
  drafting.begun.calls += 1
  if (called === undefined) return outputs
  const shared = place.parameters.filter(
    (one) => takes(called, one) && !own.some((other) => isOver(other, one)),
  )
  const values = [
    ...placeParameters([...shared, ...own], called, { scope: place.scope, findings }),
    ...(body === undefined
      ? []
      : readBody(body, called, { ...drafting, scope: place.scope, isOurs: extension !== undefined })),
  ]
  drafting.steps.push({
    id: name,
    path: node.path,
    called,
    values: withoutTwice(values, findings),
    extension,
    timeoutMs,
  })
  return outputs
}

function readTimeout(node: Node, findings: Findings): number | undefined {
  const timeout = node.json('timeout')
  if (timeout === undefined) return undefined
  if (typeof timeout.value === 'number') return timeout.value
  findings.error('arazzo_invalid', timeout.path, '"timeout" is a number of milliseconds.')
  return undefined
}

const isOver = (own: AuthoredParameter, shared: AuthoredParameter): boolean =>
  own.name === shared.name && own.in === shared.in

function findCalled(
  node: Node,
  { sources, findings }: Pick<Drafting, 'sources' | 'findings'>,
): CalledOperation | undefined {
  const operationId = node.text('operationId')
  if (operationId !== undefined && node.has('operationPath')) {
    node.pass('operationPath')
    findings.error(
      'arazzo_invalid',
      node.path,
      'A step calls one operation: it has an "operationId" and an "operationPath".',
    )
    return undefined
  }
  if (operationId !== undefined)
    return findByOperationId(operationId, { path: node.at('operationId'), sources, findings })
  const operationPath = node.text('operationPath')
  if (operationPath !== undefined)
    return findByOperationPath(operationPath, { path: node.at('operationPath'), sources, findings })
  const isEvent = node.has('channelPath')
  node.pass('channelPath', 'action', 'correlationId')
  const message = isEvent
    ? 'A step that waits for events or sends them cannot be said: a skill calls operations and ends.'
    : 'A step calls an "operationId", an "operationPath" or a "workflowId"; this one has none.'
  findings.error(isEvent ? 'event_source' : 'arazzo_invalid', node.path, message)
  return undefined
}

function readOutputs(node: Node, scope: Scope, findings: Findings): ReadonlyMap<string, Value> {
  return new Map(node.members('outputs').map(([name, value]) => [name, evaluate(value, scope, findings)]))
}

function withoutTwice(values: readonly PlacedValue[], findings: Findings): readonly PlacedValue[] {
  const known = new Set<string>()
  return values.filter((value) => {
    const key = keyOf(value)
    if (!known.has(key)) {
      known.add(key)
      return true
    }
    findings.error('arazzo_invalid', value.path, `"${value.argument}" is filled twice.`)
    return false
  })
}
