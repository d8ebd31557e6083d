import {
  type Connection,
  type Destinations,
  objectFrom,
  PlatformError,
  partsOf,
  type Skill,
  type SkillCall,
  type SkillStep,
} from '@bindery/model'
import type { RunPorts } from './ports.ts'
import { ofStep } from './steps/of-step.ts'
import { toPlatformError } from './to-platform-error.ts'

/** By whom and where a skill is run. */
export interface Reaching {
  readonly call: Pick<SkillCall, 'organizationId' | 'environment'>
  readonly ports: Pick<RunPorts, 'connect'>
}

/**
 * Connects to every provider that is certain to be called, and makes sure that its credential holds, before the first of them
 * is: what cannot be finished is not begun. Throws what stands in the way, with its step.
 */
export async function reachProviders(reaching: Reaching, skill: Skill, signal: AbortSignal): Promise<void> {
  const reached = new Set<string>()
  for (const { integration, step } of certainCalls(skill)) {
    if (reached.has(integration)) continue
    reached.add(integration)
    try {
      const connection = await connectTo(reaching, integration)
      await connection.ready?.(signal)
    } catch (cause) {
      const error = toPlatformError(cause)
      throw step === undefined ? error : ofStep(step, error)
    }
  }
}

/** Where each provider of a skill is, by its slug. Throws what connecting throws. */
export async function destinationsOf(reaching: Reaching, skill: Skill): Promise<Destinations> {
  const integrations = new Set(partsOf(skill).map((part) => part.skill.integration))
  const found = [...integrations].map(async (integration) => {
    const { destination } = await connectTo(reaching, integration)
    return destination === undefined ? [] : [[integration, destination] as const]
  })
  return objectFrom((await Promise.all(found)).flat())
}

/** Whether every provider is where it was. What an older version kept says nothing of it. */
export const isSamePlace = (kept: Destinations | undefined, now: Destinations): boolean =>
  kept === undefined ||
  [...new Set([...Object.keys(kept), ...Object.keys(now)])].every((name) => kept[name] === now[name])

/** Throws `confirmation_mismatch` where a connection leads elsewhere than what a person agreed to. */
export function requireAgreed(
  agreed: Destinations | undefined,
  integration: string,
  { destination }: Pick<Connection, 'destination'>,
): void {
  if (agreed !== undefined && agreed[integration] !== destination) throw providerMoved()
}

/** Why a call that was agreed to is not carried out where its provider is by now. */
export const providerMoved = (): PlatformError =>
  new PlatformError(
    'confirmation_mismatch',
    'Where a provider is, or the zone that it is in, has changed since the agent asked, so nothing was carried out.',
    { reason: 'provider_moved', sent: 'no' },
  )

const connectTo = ({ call, ports }: Reaching, integration: string): Promise<Connection> =>
  ports.connect({
    organizationId: call.organizationId,
    integration,
    environment: call.environment,
  })

interface CertainCall {
  readonly integration: string
  /** Absent for a skill of one operation. */
  readonly step?: SkillStep
}

const certainCalls = (skill: Skill): readonly CertainCall[] =>
  skill.steps === undefined
    ? [{ integration: skill.integration }]
    : certainSteps(skill.steps).map((step) => ({ integration: step.skill.integration, step }))

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
