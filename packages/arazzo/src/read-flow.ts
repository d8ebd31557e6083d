import { isJsonArray, isJsonObject, type JsonObject, ownProperty } from '@bindery/model'
import type { Findings } from './findings.ts'
import { memberOf } from './member-of.ts'
import { type Located, Node } from './node.ts'

/** Where a step stands among the steps of its workflow. */
export interface StepPosition {
  readonly next: string | undefined
  /** Ids of the steps before it. */
  readonly before: readonly string[]
  /** Nothing follows it, in the workflow that calls this one neither. */
  readonly isLast: boolean
}

/** What a step says of when it has succeeded. A skill takes every 2xx answer for a success, and no other. */
export function readCriteria(items: readonly Located[], position: StepPosition, findings: Findings): void {
  for (const item of items) {
    const said = Node.read(item, findings, (node) => {
      const condition = node.required('condition') ?? ''
      node.pass('context', 'type')
      return { condition, isPlain: !node.has('type') || isSimple(node) }
    })
    if (said === undefined) continue
    const statuses = said.isPlain ? statusesOf(said.condition) : undefined
    if (statuses?.every((status) => status.startsWith('2')) === true) continue
    const shown = `"${said.condition.slice(0, 120)}"`
    if (statuses !== undefined)
      findings.error('criterion_unsaid', item.path, `${shown}: a step succeeds by a 2xx answer alone.`)
    else if (position.isLast)
      findings.warning(
        'criterion_unsaid',
        item.path,
        `${shown} is not tested: the call succeeds by any 2xx answer.`,
      )
    else
      findings.error(
        'criterion_unsaid',
        item.path,
        `${shown} is not tested, so the steps after it would run where the workflow stops.`,
      )
  }
}

/** The statuses that a condition names, when it is about nothing else. */
function statusesOf(condition: string): readonly string[] | undefined {
  const named = condition.split('||').map((part) => /^\$statusCode\s*==\s*(\d{3})$/.exec(part.trim())?.[1])
  return named.every((status) => status !== undefined) ? named : undefined
}

const isSimple = (node: Node): boolean => node.json('type')?.value === 'simple'

type Ending = 'success' | 'failure'

interface Acting {
  readonly after: Ending
  readonly position: StepPosition
  readonly drafting: { readonly components: Located | undefined; readonly findings: Findings }
}

/** What is to happen after a step. A skill goes on to the next step when one succeeds, and ends when one fails. */
export function readActions(items: readonly Located[], { after, position, drafting }: Acting): void {
  const { components, findings } = drafting
  for (const item of items) {
    const action = actionOf(item, after, components)
    const type = ownProperty(action, 'type')
    if (isImplied({ after, type, target: targetOf(action) }, position)) continue
    const name = ownProperty(action, 'name')
    const shown = typeof name === 'string' ? `"${name.slice(0, 80)}"` : 'This action'
    if (after === 'failure' && type === 'retry') {
      const message = `${shown} is not kept: Bindery repeats reads by rules of its own, and writes never.`
      findings.warning('retry_unsaid', item.path, message)
      continue
    }
    const said =
      typeof type === 'string' ? `asks for "${type.slice(0, 40)}"` : 'is something else than the usual'
    findings.error(
      'action_unsaid',
      item.path,
      `${shown} ${said} after a ${after}, and the steps of a skill run one after another, each when the one before has succeeded.`,
    )
  }
}

const targetOf = (action: JsonObject) => ownProperty(action, 'stepId') ?? ownProperty(action, 'workflowId')

/** Whether it is what happens anyhow. */
function isImplied(
  { after, type, target }: { readonly after: Ending; readonly type: unknown; readonly target: unknown },
  { next }: StepPosition,
): boolean {
  if (type === 'end') return after === 'failure' || next === undefined
  // With conditions too: when they do not hold, the next step is what follows as well.
  return after === 'success' && type === 'goto' && target !== undefined && target === next
}

/** The action, or the one of the components that it stands for. */
function actionOf({ value }: Located, after: Ending, components: Located | undefined): JsonObject {
  const action = isJsonObject(value) ? value : {}
  const reference = ownProperty(action, 'reference')
  if (typeof reference !== 'string') return action
  const [, name] = reference.split(`$components.${after}Actions.`)
  const found = name === undefined ? undefined : memberOf(components?.value, [`${after}Actions`, name])
  return isJsonObject(found) ? found : action
}

/** What must have run before. Steps run in their order, so earlier ones have. */
export function readDependencies(
  item: Located | undefined,
  position: StepPosition,
  findings: Findings,
): void {
  const names = isJsonArray(item?.value) ? item.value : []
  for (const [at, name] of names.entries()) {
    const step = typeof name === 'string' ? (name.split('.').at(-1) ?? '') : ''
    if (item === undefined || position.before.includes(step)) continue
    const path = [...item.path, at]
    findings.error(
      'dependency_unsaid',
      path,
      `"${step}" is no earlier step of this workflow: nothing would run it.`,
    )
  }
}
