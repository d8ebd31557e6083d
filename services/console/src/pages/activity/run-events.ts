import type { ExecutionFilter, Status } from '../../api/executions.ts'

/** A call that has ended, as the stream tells of it. */
export interface EndedCall {
  readonly id: string
  readonly agentId: string
  readonly skillId: string
  readonly status: string
  readonly environment: string | undefined
  readonly channel: string | undefined
  readonly durationMs: number | undefined
  readonly createdAt: string
}

/** What an event of the stream says; undefined for one that cannot be read. */
export function readEndedCall(data: string): EndedCall | undefined {
  const parts = parse(data)
  const text = (name: string): string | undefined => {
    const value = parts.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const [id, agentId, skillId] = [text('id'), text('agentId'), text('skillId')]
  const [status, createdAt] = [text('status'), text('createdAt')]
  if (id === undefined || agentId === undefined || skillId === undefined) return undefined
  if (status === undefined || createdAt === undefined) return undefined
  const duration = parts.get('durationMs')
  return {
    id,
    agentId,
    skillId,
    status,
    createdAt,
    environment: text('environment'),
    channel: text('channel'),
    durationMs: typeof duration === 'number' ? duration : undefined,
  }
}

/** Whether the list, loaded anew, would have it. */
export function fits(call: EndedCall, filter: ExecutionFilter): boolean {
  const { from, to, minMs, status, ...equal } = filter
  const isEqual = Object.entries(equal).every(([name, value]) =>
    Object.entries(call).some(([part, found]) => part === name && found === value),
  )
  return (
    isEqual &&
    (status === undefined || endings(status).includes(call.status)) &&
    (minMs === undefined || (call.durationMs ?? -1) >= Number(minMs)) &&
    (from === undefined || call.createdAt >= from) &&
    (to === undefined || call.createdAt < to)
  )
}

/** What counts as failed is two of them. */
const endings = (status: Status): readonly string[] =>
  status === 'failed_or_unknown' ? ['failed', 'outcome_unknown'] : [status]

function parse(data: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(data)
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
  } catch {
    return new Map()
  }
}
