/** What is shown of one step of a call. */
export interface StepFacts {
  readonly id: string
  readonly integration: string
  readonly operation: string
  readonly status: string
  /** From the beginning of the call, in ms. */
  readonly startedMs: number
  readonly durationMs: number
  /** Times that it ran: none where it was skipped, several where it ran for each row of another. */
  readonly runs: number
  readonly rows?: number
  readonly attempts?: number
  readonly bytes?: number
  readonly errorCode?: string
}

/** The steps in a record. It is written by newer and older servers alike: what is no step is left out. */
export const stepsIn = (value: unknown): readonly StepFacts[] => (isList(value) ? value.flatMap(toFacts) : [])

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function toFacts(value: unknown): readonly StepFacts[] {
  if (typeof value !== 'object' || value === null) return []
  const members = new Map<string, unknown>(Object.entries(value))
  const text = (name: string): string | undefined => {
    const member = members.get(name)
    return typeof member === 'string' ? member : undefined
  }
  const number = (name: string): number | undefined => {
    const member = members.get(name)
    return typeof member === 'number' && Number.isFinite(member) ? member : undefined
  }
  const [id, status, errorCode] = [text('id'), text('status'), text('errorCode')]
  if (id === undefined || status === undefined) return []
  const [rows, attempts, bytes] = [number('rows'), number('attempts'), number('bytes')]
  return [
    {
      id,
      status,
      integration: text('integration') ?? '',
      operation: text('operation') ?? '',
      startedMs: number('startedMs') ?? 0,
      durationMs: number('durationMs') ?? 0,
      runs: number('runs') ?? 0,
      ...(rows !== undefined && { rows }),
      ...(attempts !== undefined && { attempts }),
      ...(bytes !== undefined && { bytes }),
      ...(errorCode !== undefined && { errorCode }),
    },
  ]
}

/** Quiet ends that one step decides: the others never ran. */
const quietEnds = ['not_found', 'ambiguous', 'not_certain', 'conditions_not_met'] as const
type QuietEnd = (typeof quietEnds)[number]

/** A step that ended a call without an error, and how. */
export interface QuietEndOf {
  readonly step: StepFacts
  readonly end: QuietEnd
}

/** The step that ended a call without an error; undefined where none did. */
export function quietEndOf(steps: readonly StepFacts[]): QuietEndOf | undefined {
  for (const step of steps) {
    const end = quietEnds.find((each) => each === step.status)
    if (end !== undefined) return { step, end }
  }
  return undefined
}
