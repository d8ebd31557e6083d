import type { DraftQuestion } from './questions.ts'
import { takesNothingWhole, type WholeInputs } from './whole-inputs.ts'
import { Binding, BindingInput, BindingInputObjectEntry, type Issue, type PathSegment } from '@bindery/model'

/** What compiling a draft found: nothing that refuses it, or what does. */
export type Compiles = (binding: Binding) => readonly Issue[]

export interface SettledBinding {
  readonly binding: Binding
  /** What still refuses it; empty when it compiles. */
  readonly issues: readonly Issue[]
  readonly dropped: readonly DroppedLine[]
  /** Parameters that were added because the operation needs them. */
  readonly added: readonly string[]
  /** Asked about what was added and could have been something else. */
  readonly guessed: readonly DraftQuestion[]
}

/** A line that a draft lost, and what the compiler said of it. */
export interface DroppedLine {
  readonly kind: 'input' | 'output'
  /** Of the parameter or the output; empty for rows as a whole. */
  readonly name: string
  readonly message: string
}

const mostRounds = 4

/** Drops the lines of a draft that the compiler refuses and adds what it says is missing, until it compiles or nothing can be dropped. */
export function settleBinding(
  draft: Binding,
  compiles: Compiles,
  whole: WholeInputs = takesNothingWhole,
): SettledBinding {
  let binding = draft
  const dropped: DroppedLine[] = []
  const added: string[] = []
  const guessed: DraftQuestion[] = []
  for (let round = 0; ; round++) {
    const issues = compiles(binding).filter(({ severity }) => severity === 'error')
    if (issues.length === 0 || round === mostRounds) return { binding, issues, dropped, added, guessed }
    const [lessened, reasons] = dropLines(binding, issues)
    const [filled, params] = fillGaps(lessened, { issues, whole, guessed })
    if (reasons.length + params.length === 0) return { binding, issues, dropped, added, guessed }
    dropped.push(...reasons)
    added.push(...params)
    binding = filled
  }
}

function dropLines(binding: Binding, issues: readonly Issue[]): readonly [Binding, readonly DroppedLine[]] {
  const dropped: DroppedLine[] = []
  /** Whether nothing refuses a line; what does is kept with it. */
  const isSound = (line: Omit<DroppedLine, 'message'>, found: readonly Issue[]): boolean => {
    dropped.push(...found.map(({ message }) => ({ ...line, message })))
    return found.length === 0
  }
  const about = (...start: readonly PathSegment[]): readonly Issue[] =>
    issues.filter(({ path }) => startsWith(path, start))
  const projection = binding.projection
    .map((entry, at) => {
      const fields = entry.fields?.filter(({ leaf }, field) =>
        isSound({ kind: 'output', name: leaf }, about('projection', at, 'fields', field)),
      )
      return fields === undefined ? entry : { ...entry, fields }
    })
    .filter((entry, at) => {
      const own = about('projection', at).filter(({ path }) => path[2] !== 'fields')
      return isSound({ kind: 'output', name: entry.leaf }, own) && entry.fields?.length !== 0
    })
  const next = {
    ...binding,
    inputs: binding.inputs.filter(({ param = '' }, at) =>
      isSound({ kind: 'input', name: param }, about('inputs', at)),
    ),
    inputObjectMap: binding.inputObjectMap.filter(({ param = '' }, at) =>
      isSound({ kind: 'input', name: param }, about('inputObjectMap', at)),
    ),
    projection,
    ...(binding.where === undefined
      ? {}
      : {
          where: binding.where.filter(
            (entry, at) =>
              'anyOf' in entry || isSound({ kind: 'input', name: entry.param ?? '' }, about('where', at)),
          ),
        }),
  }
  const parsed = Binding.safeParse(next)
  return parsed.success ? [parsed.data, dropped] : [binding, []]
}

/** Whether settling a draft mends an issue by adding what the compiler proposes. */
export const isFilledLater = ({ fixes = [] }: Issue): boolean =>
  (fixes[0]?.patch ?? []).some(
    ({ op, path }) => op === 'add' && /^\/(?:inputs|inputObjectMap)\/-$/.test(path),
  )

interface Filling {
  readonly issues: readonly Issue[]
  readonly whole: WholeInputs
  /** Grows with each guess. */
  readonly guessed: DraftQuestion[]
}

/** Adds the entries that the compiler proposes for required places which nothing fills. */
function fillGaps(
  binding: Binding,
  { issues, whole, guessed }: Filling,
): readonly [Binding, readonly string[]] {
  const inputs = [...binding.inputs]
  const fields = [...binding.inputObjectMap]
  const params: string[] = []
  const taken = new Set([...inputs, ...fields].map(({ param }) => param))
  for (const step of issues.flatMap(({ fixes = [] }) => fixes[0]?.patch ?? [])) {
    if (step.op !== 'add') continue
    const input = step.path === '/inputs/-' ? BindingInput.safeParse(step.value) : undefined
    const field =
      step.path === '/inputObjectMap/-' ? BindingInputObjectEntry.safeParse(step.value) : undefined
    const part = whole(input?.data?.argument ?? field?.data?.field ?? '')
    if (part !== undefined) {
      if (part.status === 'none' || fields.some((entry) => entry.field === part.field)) continue
      const param = freeName(part.param, taken)
      fields.push(BindingInputObjectEntry.parse({ field: part.field, param }))
      params.push(param)
      guessed.push(part.question)
      continue
    }
    const param = freeName(input?.data?.param ?? field?.data?.param ?? '', taken)
    if (input?.success === true) inputs.push({ ...input.data, param })
    else if (field?.success === true) fields.push({ ...field.data, param })
    else continue
    params.push(param)
  }
  const parsed = Binding.safeParse({ ...binding, inputs, inputObjectMap: fields })
  return parsed.success ? [parsed.data, params] : [binding, []]
}

function freeName(name: string, taken: Set<string | undefined>): string {
  let free = name
  for (let at = 2; taken.has(free); at++) free = `${name}_${at}`
  taken.add(free)
  return free
}

const startsWith = (path: readonly PathSegment[], start: readonly PathSegment[]): boolean =>
  start.every((segment, at) => path[at] === segment)
