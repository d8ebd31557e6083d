import {
  type Fix,
  isJsonObject,
  type Issue,
  type Json,
  type JsonPatchOperation,
  ownProperty,
  parsePointer,
  type PathSegment,
  toPointer,
} from '@bindery/model'
import { outerWords } from './outer-words.ts'
import type { PlannedStep, StepNeed } from './step-plan.ts'

/** Findings about a step, as findings about the binding that it is a step of. */
export function toOuterIssues(planned: PlannedStep, issues: readonly Issue[]): readonly Issue[] {
  return issues
    .filter((issue) => !isOfWireName(planned, issue) && !isSaidAlready(planned, issue))
    .map((issue) => {
      const { fixes = [], ...rest } = issue
      const say = outerWords(planned, needOf(planned, issue.path))
      const moved = fixes.flatMap((fix) => toOuterFix(planned, fix))
      const said = moved.map(({ title, patch }) => ({ title: say(title), patch }))
      const path = toOuterPath(planned, issue.path)
      return { ...rest, path, message: say(rest.message), ...(said.length === 0 ? {} : { fixes: said }) }
    })
}

/** What earlier steps give has a name that nobody chose. */
const isOfWireName = (planned: PlannedStep, { code, path }: Issue): boolean =>
  (code === 'parameter_not_canonical' || code === 'leaf_invalid') &&
  path.at(-1) === 'param' &&
  isWired(planned, ['steps', planned.at, ...path.slice(0, -1)])

/** That nobody takes anything of the rows that it takes is an error of the plan. */
const isSaidAlready = ({ step, needs }: PlannedStep, { code }: Issue): boolean =>
  code === 'projection_empty' && step.take !== undefined && needs.length === 0

/** Members of a binding that are those of the whole, and not of one of its steps. */
const ofTheWhole = new Set<PathSegment>([
  'toolName',
  'description',
  'timeoutMs',
  'allowSensitive',
  'contextParams',
  'requiresConfirmation',
])

function toOuterPath(planned: PlannedStep, path: readonly PathSegment[]): readonly PathSegment[] {
  const [member] = path
  if (member !== undefined && ofTheWhole.has(member)) return [member]
  if (member === 'projection') return ofOutput(planned, path)
  const own = ['steps', planned.at, ...path]
  return own.at(-1) === 'param' && isWired(planned, own.slice(0, -1)) ? [...own.slice(0, -1), 'from'] : own
}

const isWired = ({ wires }: PlannedStep, entry: readonly PathSegment[]): boolean =>
  wires.some(({ origin }) => isSame(origin, [...entry, 'from']))

const isSame = (one: readonly PathSegment[], other: readonly PathSegment[]): boolean =>
  one.length === other.length && one.every((segment, at) => String(segment) === String(other[at]))

/** What others ask of a step of which its output at a path was made. */
function needOf({ step, needs }: PlannedStep, path: readonly PathSegment[]): StepNeed | undefined {
  const [member, first, fields, second] = path
  if (member !== 'projection') return undefined
  if (step.take === undefined) return needs[Number(first)]
  return fields === 'fields' ? needs[Number(second)] : undefined
}

/** Outputs of a step were made of what others ask of it: the finding is about who asks. */
function ofOutput(planned: PlannedStep, path: readonly PathSegment[]): readonly PathSegment[] {
  const { step, at } = planned
  const [, , fields] = path
  const isTaken = step.take !== undefined
  if (isTaken && fields !== 'fields') return fields === 'path' ? ['steps', at, 'rows'] : ['steps', at, 'take']
  const need = needOf(planned, path)
  if (need === undefined) return ['steps', at]
  return need.as === 'shown' ? [...need.origin, ...path.slice(isTaken ? 4 : 2)] : need.origin
}

/** A fix that can be said of the whole; one that takes away what another step needs cannot. */
function toOuterFix(planned: PlannedStep, { title, patch }: Fix): readonly Fix[] {
  const moved = patch.flatMap((operation) => toOuterOperation(planned, operation))
  return moved.length === patch.length ? [{ title, patch: moved }] : []
}

function toOuterOperation(
  planned: PlannedStep,
  operation: JsonPatchOperation,
): readonly JsonPatchOperation[] {
  const path = (parsePointer(operation.path) ?? []).map(toSegment)
  const [member] = path
  if (operation.op === 'move') return []
  if (member !== undefined && ofTheWhole.has(member)) return [withOuterName(planned, operation)]
  const moved = toOuterPath(planned, path)
  const pointer = toPointer(moved)
  if (operation.op === 'remove') return moved.at(-1) === 'from' ? [] : [{ op: 'remove', path: pointer }]
  if (moved.at(-1) === 'from' && path.at(-1) !== 'path') return []
  return [{ ...operation, path: pointer, value: withStep(planned, moved, operation.value) }]
}

/** A parameter that another step fills has the name of what it is filled with. */
function withOuterName({ wires }: PlannedStep, operation: JsonPatchOperation): JsonPatchOperation {
  if (operation.op !== 'add' && operation.op !== 'replace') return operation
  const wire = wires.find(({ parameter }) => parameter === operation.value)
  return wire === undefined ? operation : { ...operation, value: wire.name }
}

const toSegment = (segment: string): PathSegment => (/^\d+$/.test(segment) ? Number(segment) : segment)

/** Paths of outputs and of what goes on begin with the name of their step. */
function withStep({ step }: PlannedStep, path: readonly PathSegment[], value: Json): Json {
  const isOutput = path[0] === 'projection' && path.length === 2
  if (isOutput && isJsonObject(value)) {
    const own = ownProperty(value, 'path')
    return typeof own === 'string' ? { ...value, path: inStep(step.id, own) } : value
  }
  const isPath =
    path.at(-1) === 'from' || (path[0] === 'projection' && path.length === 3 && path[2] === 'path')
  return isPath && typeof value === 'string' ? inStep(step.id, value) : value
}

function inStep(id: string, path: string): string {
  if (path === '$' || path === '') return id
  return path.startsWith('[') ? `${id}${path}` : `${id}.${path}`
}
