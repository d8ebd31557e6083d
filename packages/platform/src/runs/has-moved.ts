import type { Confirmation } from '@bindery/model'
import { destinationsOf, isSamePlace } from '@bindery/runtime'
import type { Needs } from '../kernel/needs.ts'
import type { FoundSkill } from './find-runnable.ts'
import type { RunParts } from './run-parts.ts'
import { runPortsOf } from './run-ports.ts'

/**
 * Whether a provider is no longer where it was when a person was shown the call. One that cannot be connected to has not
 * moved: the run says what stands in its way.
 */
export async function hasMoved(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  { runnable }: FoundSkill,
  confirmation: Confirmation,
): Promise<boolean> {
  const reaching = { call: confirmation, ports: runPortsOf(services) }
  const now = await destinationsOf(reaching, runnable.skill).catch(() => undefined)
  return now !== undefined && !isSamePlace(confirmation.destinations, now)
}
