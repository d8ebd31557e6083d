import { environments, executionChannels, executionStatuses } from '@bindery/client'
import type { Environment } from '../../api/environment.ts'
import type { Channel, ExecutionFilter, Status } from '../../api/executions.ts'
import { toTime } from '../../text/to-time.ts'

/** What the address says of the list. */
export interface ActivitySearch {
  readonly status?: Status
  readonly agent?: string
  readonly skill?: string
  readonly environment?: Environment
  readonly channel?: Channel
  readonly minMs?: number
  readonly from?: string
  readonly to?: string
  /** Whether new calls are told of as they end. */
  readonly live?: 'on'
}

export const toStatus = (value: unknown): Status | undefined =>
  executionStatuses.find((status) => status === value)

export const toChannel = (value: unknown): Channel | undefined =>
  executionChannels.find((channel) => channel === value)

const toId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined

export function toMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof ms === 'number' && Number.isInteger(ms) && ms >= 0 && ms <= 3_600_000 ? ms : undefined
}

export function readActivitySearch(search: Record<string, unknown>): ActivitySearch {
  const [status, channel] = [toStatus(search['status']), toChannel(search['channel'])]
  const [agent, skill] = [toId(search['agent']), toId(search['skill'])]
  const [from, to] = [toTime(search['from']), toTime(search['to'])]
  const environment = environments.find((each) => each === search['environment'])
  const minMs = toMs(search['minMs'])
  return {
    ...(status !== undefined && { status }),
    ...(agent !== undefined && { agent }),
    ...(skill !== undefined && { skill }),
    ...(environment !== undefined && { environment }),
    ...(channel !== undefined && { channel }),
    ...(minMs !== undefined && { minMs }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(search['live'] === 'on' && { live: 'on' }),
  }
}

/** What the API is asked for. */
export function filterOf(search: ActivitySearch): ExecutionFilter {
  const { agent, skill, minMs, status, environment, channel, from, to } = search
  return {
    ...(status !== undefined && { status }),
    ...(environment !== undefined && { environment }),
    ...(channel !== undefined && { channel }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(agent !== undefined && { agentId: agent }),
    ...(skill !== undefined && { skillId: skill }),
    ...(minMs !== undefined && { minMs: String(minMs) }),
  }
}

/** Nothing was begun after the time before which it had to begin. */
export const isReversed = ({ from, to }: ActivitySearch): boolean =>
  from !== undefined && to !== undefined && from >= to
