import type { SkillStep } from '@bindery/model'
import type { Deadline } from '../deadline.ts'
import type { RunState } from '../run-state.ts'
import { toPlatformError } from '../to-platform-error.ts'
import { ofStep } from './of-step.ts'

/**
 * Connects to the provider of every step that is certain to run, and makes sure that its credential holds, before the first of
 * them is called: what cannot be finished is not begun. Throws what stands in the way, with its step.
 */
export async function reachProviders(
  { call, ports }: RunState,
  steps: readonly SkillStep[],
  { signal }: Deadline,
): Promise<void> {
  const { organizationId, environment } = call
  const reached = new Set<string>()
  for (const step of certainSteps(steps)) {
    const { integration } = step.skill
    if (reached.has(integration)) continue
    reached.add(integration)
    try {
      const connection = await ports.connect({ organizationId, integration, environment })
      await connection.ready?.(signal)
    } catch (cause) {
      throw ofStep(step, toPlatformError(cause))
    }
  }
}

/** Steps that need no row of another which may find none. */
function certainSteps(steps: readonly SkillStep[]): readonly SkillStep[] {
  const perhaps = new Set<string>()
  for (const { id, take, forEach, wires } of steps)
    if (take?.how === 'optional' || forEach !== undefined || wires.some(({ step }) => perhaps.has(step)))
      perhaps.add(id)
  return steps.filter(
    ({ forEach, wires }) => forEach === undefined && !wires.some(({ step }) => perhaps.has(step)),
  )
}
