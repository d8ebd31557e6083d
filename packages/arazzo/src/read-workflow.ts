import { isJsonObject, type Issue, mostSteps, ownProperty } from '@bindery/model'
import { extensionName, WorkflowExtension } from './bindery-extension.ts'
import { type AuthoredWorkflow, buildBinding } from './build-binding.ts'
import { clipText } from './clip-text.ts'
import type { DraftedWorkflow } from './drafted-workflow.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { Sources } from './find-operation.ts'
import { Findings } from './findings.ts'
import { InputTable } from './input-table.ts'
import { NameTable } from './name-table.ts'
import { type Located, Node } from './node.ts'
import { readExtension } from './read-extension.ts'
import { readActions, type StepPosition } from './read-flow.ts'
import { type AuthoredParameter, readParameters, takes } from './read-parameters.ts'
import { type CallStep, type CallWorkflow, type Drafting, readStep } from './read-step.ts'
import { nowhere, type Value } from './value.ts'

/** A workflow as the binding of a draft, with everything of it that the draft does not say. */
export interface ReadWorkflow {
  readonly workflowId: string
  /** Undefined where too much is missing for one. */
  readonly binding: AuthoredWorkflow | undefined
  /** Paths lead into the document. An error is something that the draft would do otherwise than the workflow. */
  readonly issues: readonly Issue[]
}

/** What the workflows of one document share. */
export interface DocumentParts {
  readonly components: Located | undefined
  readonly workflows: ReadonlyMap<string, Located>
  readonly sources: Sources
  /** How many inner workflows may still be begun, in all drafts together. */
  readonly inner: { left: number }
}

/** The longest name that a step may have. */
const longestStepId = 40
const longestParameter = 64

export function readWorkflow(workflowId: string, item: Located, parts: DocumentParts): ReadWorkflow {
  const findings = new Findings()
  const inputs = new InputTable(parts.components, new NameTable(longestParameter), findings)
  const drafting: Drafting = {
    components: parts.components,
    sources: parts.sources,
    findings,
    inputs,
    stepNames: new NameTable(longestStepId),
    steps: [],
    open: [workflowId],
    calls: [],
    begun: { count: 0, calls: 0 },
    callWorkflow: callerOf(parts),
  }
  const drafted = Node.read(item, findings, (node) => readOuter(node, drafting))
  const binding = drafted === undefined ? undefined : buildBinding(drafted, { inputs, findings })
  // Where a step is missing, nobody knows what it would have used.
  if (drafting.begun.calls === drafting.steps.length) inputs.reportUnused()
  return { workflowId, binding, issues: findings.toList() }
}

function readOuter(node: Node, drafting: Drafting): DraftedWorkflow {
  const { findings, inputs } = drafting
  const workflowId = node.text('workflowId') ?? ''
  const summary = node.text('summary')
  const description = node.text('description')
  const extension = readExtension(node.json(extensionName), WorkflowExtension, drafting)
  const schema = node.json('inputs')
  if (schema !== undefined) inputs.read(schema)
  const { names } = inputs
  const input = (name: string): Value => ({ from: 'caller', name, pointer: [] })
  const scope = { inputs: names, input, isLast: true }
  const outputs = readInner(node, scope, drafting)
  const said = summary ?? workflowId.replaceAll(/[-_]+/g, ' ')
  return {
    toolName: extension?.toolName ?? clipText(said, { most: 120, path: node.at('summary') }, findings),
    description:
      description === undefined || extension !== undefined
        ? description
        : clipText(description, { most: 1000, path: node.at('description') }, findings),
    outputs,
    extension,
    path: node.path,
    steps: drafting.steps,
  }
}

/** Steps and outputs of a workflow, whoever calls it. */
function readInner(
  node: Node,
  { isLast, ...own }: Pick<Scope, 'inputs' | 'input'> & { readonly isLast: boolean },
  drafting: Drafting,
): DraftedWorkflow['outputs'] {
  const { findings } = drafting
  const items = boundedSteps(node, drafting)
  const ids = items.map(({ value }) => idOf(value))
  const parameters = readParameters(node.list('parameters'), drafting)
  const dependsOn = node.json('dependsOn')
  if (dependsOn !== undefined)
    findings.error(
      'dependency_unsaid',
      dependsOn.path,
      'Other workflows would have to run before: call them as steps instead.',
    )
  const actions = { success: node.list('successActions'), failure: node.list('failureActions') }
  const outputs = new Map<string, ReadonlyMap<string, Value>>()
  const scope: Scope = { ...own, outputs }
  const first = drafting.steps.length
  for (const [at, item] of items.entries()) {
    const next = ids[at + 1]
    const position: StepPosition = { next, before: ids.slice(0, at), isLast: isLast && next === undefined }
    const read = readStep(item, { position, scope, parameters }, drafting)
    if (read !== undefined && outputs.has(read.id))
      findings.error(
        'arazzo_invalid',
        item.path,
        `Two steps of the workflow are called "${read.id.slice(0, 120)}".`,
      )
    else if (read !== undefined) outputs.set(read.id, read.outputs)
    for (const after of ['success', 'failure'] as const)
      readActions(actions[after], { after, position, drafting })
  }
  if (items.length === 0) findings.error('arazzo_invalid', node.path, 'The workflow has no steps.')
  reportUntaken(parameters, drafting.steps.slice(first), findings)
  return node
    .members('outputs')
    .map(([name, value]) => [name, evaluate(value, scope, findings), value.path] as const)
}

/** Most steps that are read of one workflow: far more than a skill can have. */
const mostRead = 30

function boundedSteps(node: Node, { findings }: Drafting): readonly Located[] {
  const items = node.list('steps')
  if (items.length <= mostRead) return items
  const message = `The workflow has ${items.length} steps; a skill has at most ${mostSteps}, and the first ${mostRead} are looked at.`
  findings.error('steps_too_many', node.at('steps'), message)
  return items.slice(0, mostRead)
}

function idOf(value: Located['value']): string {
  const id = isJsonObject(value) ? ownProperty(value, 'stepId') : undefined
  return typeof id === 'string' ? id : ''
}

/** A parameter of all steps that none of them takes. */
function reportUntaken(
  parameters: readonly AuthoredParameter[],
  steps: readonly CallStep[],
  findings: Findings,
): void {
  for (const parameter of parameters)
    if (!steps.some(({ called }) => takes(called, parameter)))
      findings.error(
        'parameter_unknown',
        parameter.path,
        `No operation of this workflow has a ${parameter.in ?? ''} parameter "${parameter.name}".`,
      )
}

/** How a step calls another workflow of the same document: its steps stand in the place of the step. */
function callerOf({ workflows, inner }: DocumentParts): CallWorkflow {
  return ({ id, step, path, given, isLast }, drafting) => {
    const { findings, open, begun } = drafting
    const item = workflows.get(id)
    begun.count += 1
    inner.left -= 1
    if (item === undefined || open.includes(id) || begun.count > mostInner || inner.left < 0) {
      findings.error('workflow_unknown', path, whyNot(id, { item, isOpen: open.includes(id) }))
      return new Map()
    }
    const read = Node.read(item, findings, (node) => {
      node.pass('workflowId', 'summary', 'description', extensionName)
      const inputs = new InputTable(drafting.components, new NameTable(longestParameter), findings)
      const schema = node.json('inputs')
      if (schema !== undefined) inputs.read(schema)
      const scope = {
        inputs: [...new Set([...inputs.names, ...given.keys()])],
        input: (name: string): Value => given.get(name) ?? defaultOf(name, inputs),
        isLast,
      }
      return readInner(node, scope, { ...drafting, open: [...open, id], calls: [...drafting.calls, step] })
    })
    return new Map((read ?? []).map(([name, value]) => [name, value]))
  }
}

/** Inner workflows that one draft may begin: more than its steps could ever be. */
const mostInner = 20

/** Those that all drafts of a document may begin together. */
export const mostInnerOfAll = 200

function whyNot(
  id: string,
  { item, isOpen }: { readonly item: Located | undefined; readonly isOpen: boolean },
): string {
  if (item === undefined) return `This document has no workflow "${id.slice(0, 120)}".`
  if (isOpen) return `"${id}" calls itself, in the end: a skill has an end.`
  return `The workflow calls more than ${mostInner} others, or those of the document together more than ${mostInnerOfAll}.`
}

function defaultOf(name: string, inputs: InputTable): Value {
  const value = inputs.defaultOf(name)
  return value === undefined ? nowhere : { from: 'document', value }
}
