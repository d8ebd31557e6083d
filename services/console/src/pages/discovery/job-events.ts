/** What a discovery tells of itself while it goes on. */
export type JobEvent =
  | { readonly name: 'phase'; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly name: 'count'; readonly operations: number; readonly objects: number }
  | { readonly name: 'log'; readonly message: string }
  | { readonly name: 'quarantine'; readonly operation: string; readonly reason: string }
  | {
      readonly name: 'done'
      readonly operations: number
      readonly objects: number
      readonly unchanged: boolean
    }
  | { readonly name: 'error'; readonly code: string; readonly detail: string }

export const jobEventNames = ['phase', 'count', 'log', 'quarantine', 'done', 'error'] as const

/** An event of the stream by its name; undefined for one that says nothing that is shown. */
export function readJobEvent(name: (typeof jobEventNames)[number], data: string): JobEvent | undefined {
  const parsed = parse(data)
  if (parsed === undefined) return undefined
  switch (name) {
    case 'phase':
      return { name, phase: text(parsed['name']), done: count(parsed['done']), total: count(parsed['total']) }
    case 'count':
      return { name, ...countsOf(parsed) }
    case 'log':
      return { name, message: text(parsed['message']) }
    case 'quarantine':
      return { name, operation: text(parsed['operation']), reason: text(parsed['reason']) }
    case 'done': {
      const summary = toRecord(parsed['summary']) ?? {}
      return { name, ...countsOf(summary), unchanged: summary['unchanged'] === true }
    }
    case 'error': {
      const problem = toRecord(parsed['problem']) ?? {}
      return { name, code: text(problem['code']), detail: text(problem['detail']) }
    }
  }
}

type Members = Readonly<Record<string, unknown>>

function parse(data: string): Members | undefined {
  try {
    return toRecord(JSON.parse(data))
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const toRecord = (value: unknown): Members | undefined => (isRecord(value) ? value : undefined)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

const countsOf = (from: Members) => ({
  operations: count(from['operationCount']),
  objects: count(from['objectCount']),
})
