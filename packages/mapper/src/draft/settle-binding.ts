import { Binding, BindingInput, BindingInputObjectEntry, type Issue, type PathSegment } from '@bindery/model'

/** What compiling a draft found: nothing that refuses it, or what does. */
export type Compiles = (binding: Binding) => readonly Issue[]

export interface SettledBinding {
  readonly binding: Binding
  /** What still refuses it; empty when it compiles. */
  readonly issues: readonly Issue[]
  /** Messages of the issues that lines were dropped for. */
  readonly dropped: readonly string[]
  /** Parameters that were added because the operation needs them. */
  readonly added: readonly string[]
}

const mostRounds = 4

/** Drops the lines of a draft that the compiler refuses and adds what it says is missing, until it compiles or nothing can be dropped. */
export function settleBinding(draft: Binding, compiles: Compiles): SettledBinding {
  let binding = draft
  const dropped: string[] = []
  const added: string[] = []
  for (let round = 0; ; round++) {
    const issues = compiles(binding).filter(({ severity }) => severity === 'error')
    if (issues.length === 0 || round === mostRounds) return { binding, issues, dropped, added }
    const [lessened, reasons] = dropLines(binding, issues)
    const [filled, params] = fillGaps(lessened, issues)
    if (reasons.length + params.length === 0) return { binding, issues, dropped, added }
    dropped.push(...reasons)
    added.push(...params)
    binding = filled
  }
}

function dropLines(binding: Binding, issues: readonly Issue[]): readonly [Binding, readonly string[]] {
  const reasons: string[] = []
  const faulty = (part: string, at: number): boolean => {
    const found = issues.filter(({ path }) => path[0] === part && path[1] === at && path[2] !== 'fields')
    reasons.push(...found.map(({ message }) => message))
    return found.length > 0
  }
  const projection = binding.projection
    .map((entry, at) => {
      const fields = entry.fields?.filter((_, field) => {
        const found = issues.filter(({ path }) => startsWith(path, ['projection', at, 'fields', field]))
        reasons.push(...found.map(({ message }) => message))
        return found.length === 0
      })
      return fields === undefined ? entry : { ...entry, fields }
    })
    .filter((entry, at) => !faulty('projection', at) && entry.fields?.length !== 0)
  const next = {
    ...binding,
    inputs: binding.inputs.filter((_, at) => !faulty('inputs', at)),
    inputObjectMap: binding.inputObjectMap.filter((_, at) => !faulty('inputObjectMap', at)),
    projection,
  }
  const parsed = Binding.safeParse(next)
  return parsed.success ? [parsed.data, reasons] : [binding, []]
}

/** Whether settling a draft mends an issue by adding what the compiler proposes. */
export const isFilledLater = ({ fixes = [] }: Issue): boolean =>
  (fixes[0]?.patch ?? []).some(
    ({ op, path }) => op === 'add' && /^\/(?:inputs|inputObjectMap)\/-$/.test(path),
  )

/** Adds the entries that the compiler proposes for required places which nothing fills. */
function fillGaps(binding: Binding, issues: readonly Issue[]): readonly [Binding, readonly string[]] {
  const inputs = [...binding.inputs]
  const fields = [...binding.inputObjectMap]
  const params: string[] = []
  const taken = new Set([...inputs, ...fields].map(({ param }) => param))
  for (const step of issues.flatMap(({ fixes = [] }) => fixes[0]?.patch ?? [])) {
    if (step.op !== 'add') continue
    const input = step.path === '/inputs/-' ? BindingInput.safeParse(step.value) : undefined
    const field =
      step.path === '/inputObjectMap/-' ? BindingInputObjectEntry.safeParse(step.value) : undefined
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
