import { isJsonObject, ownProperty } from '@bindery/model'
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
export function readActions(items: readonly Located[], acting: Acting): void {
  const { after, drafting } = acting
  for (const item of items) {
    const action = actionOf(item, after, drafting)
    if (action === undefined) continue
    Node.read(action, drafting.findings, (node) => readAction(node, item, acting))
  }
}

function readAction(node: Node, { path }: Located, { after, position, drafting }: Acting): void {
  const { findings } = drafting
  const name = node.text('name')
  const type = node.text('type')
  const isNext = node.json('stepId')?.value === position.next && !node.has('workflowId')
  node.pass('criteria')
  if (isImplied({ after, type, isNext }, position)) return
  const shown = name === undefined ? 'This action' : `"${name.slice(0, 80)}"`
  // It is told as a whole.
  node.passAll()
  if (after === 'failure' && type === 'retry') {
    const message = `${shown} is not kept: Bindery repeats reads by rules of its own, and writes never.`
    findings.warning('retry_unsaid', path, message)
    return
  }
  const said = type === undefined ? 'says nothing that is known' : `asks for "${type.slice(0, 40)}"`
  findings.error(
    'action_unsaid',
    path,
    `${shown} ${said} after a ${after}, and the steps of a skill run one after another, each when the one before has succeeded.`,
  )
}

/** Whether it is what happens anyhow. */
function isImplied(
  { after, type, isNext }: { readonly after: Ending; readonly type: unknown; readonly isNext: boolean },
  { next }: StepPosition,
): boolean {
  if (type === 'end') return after === 'failure' || next === undefined
  // With conditions too: when they do not hold, the next step is what follows as well.
  return after === 'success' && type === 'goto' && next !== undefined && isNext
}

/** The action, or the one of the components that it stands for. */
function actionOf(
  item: Located,
  after: Ending,
  { components, findings }: Acting['drafting'],
): Located | undefined {
  const reference = isJsonObject(item.value) ? ownProperty(item.value, 'reference') : undefined
  if (typeof reference !== 'string') return item
  const [, name] = reference.split(`$components.${after}Actions.`)
  const found = name === undefined ? undefined : memberOf(components?.value, [`${after}Actions`, name])
  if (found !== undefined && name !== undefined)
    return { value: found, path: ['components', `${after}Actions`, name] }
  const message = `"${reference.slice(0, 200)}" is no ${after} action of "components".`
  findings.error('reference_unknown', item.path, message)
  return undefined
}

/** What must have run before. Steps run in their order, so earlier ones have. */
export function readDependencies(
  items: readonly Located[],
  position: StepPosition,
  findings: Findings,
): void {
  for (const { value, path } of items) {
    const name = typeof value === 'string' ? value : JSON.stringify(value)
    const step = name.startsWith('$steps.') ? name.slice('$steps.'.length) : name
    if (position.before.includes(step)) continue
    findings.error(
      'dependency_unsaid',
      path,
      `"${name.slice(0, 120)}" is no earlier step of this workflow: nothing would run it.`,
    )
  }
}
