import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Environment } from '../../api/environment.ts'
import {
  beginDiscovery,
  reachConnection,
  type Reached,
  reachRegistration,
  type Wanted,
} from './connect-steps.ts'

export type StepName = 'register' | 'connect' | 'discover'

/** One step of connecting, as it is narrated. */
export type Step = { readonly name: StepName; readonly environment?: Environment } & (
  | { readonly status: 'waiting' | 'running' }
  | { readonly status: 'done'; readonly notes: readonly string[] }
  | { readonly status: 'asks'; readonly link: string }
  | { readonly status: 'failed'; readonly error: unknown }
)

/** How far to go: to a provider that can be tested, to a kept credential, or on to its schema. */
export type Goal = 'registered' | 'saved' | 'discovering'

/** Where it came to: undefined when a step failed, or a person has to give access first. */
export interface Arrival {
  readonly kind: string
  readonly job: string | undefined
}

interface Connecting {
  readonly steps: readonly Step[]
  readonly isRunning: boolean
  readonly reached: Reached
  readonly run: (wanted: Wanted, goal: Goal) => Promise<Arrival | undefined>
}

/** The environment whose schema bindings are compiled against, of those that are connected. */
export const discoveredOf = (environments: readonly Environment[]): Environment =>
  environments.find((environment) => environment === 'production') ?? environments[0] ?? 'production'

/** Connects step by step and says how far it is. Pressing again goes on after the last step that was reached. */
export function useConnecting(start: Reached): Connecting {
  const queryClient = useQueryClient()
  const [steps, setSteps] = useState<readonly Step[]>([])
  const [isRunning, setIsRunning] = useState(false)
  const [reached, setReached] = useState(start)
  const isOpen = useIsOpen()
  const run = async (wanted: Wanted, goal: Goal): Promise<Arrival | undefined> => {
    if (isRunning) return undefined
    setIsRunning(true)
    const walk = createWalk({ wanted, goal, start: reached, onSteps: setSteps, onReached: setReached })
    const arrival = await walk()
    await queryClient.invalidateQueries({ queryKey: ['integrations'] })
    setIsRunning(false)
    // Who has left is not pulled back: the provider's own page shows what goes on.
    return isOpen.current ? arrival : undefined
  }
  return { steps, isRunning, reached, run }
}

function useIsOpen(): { readonly current: boolean } {
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  return isOpen
}

interface Walk {
  readonly wanted: Wanted
  readonly goal: Goal
  readonly start: Reached
  readonly onSteps: (steps: readonly Step[]) => void
  readonly onReached: (reached: Reached) => void
}

function plan({ form }: Wanted, goal: Goal): readonly Step[] {
  const connects = form.slots.map(
    ([environment]): Step => ({ name: 'connect', environment, status: 'waiting' }),
  )
  return [
    { name: 'register', status: 'waiting' },
    ...(goal === 'registered' ? [] : connects),
    ...(goal === 'discovering' ? [{ name: 'discover', status: 'waiting' } as const] : []),
  ]
}

/** One walk over the steps: it ends at the first that fails or has to wait for a person. */
function createWalk({ wanted, goal, start, onSteps, onReached }: Walk): () => Promise<Arrival | undefined> {
  let steps = plan(wanted, goal)
  let reached = start
  let job: string | undefined
  const show = (at: number, step: Step): void => {
    steps = steps.with(at, step)
    onSteps(steps)
  }
  const keep = (next: Reached): void => {
    reached = next
    onReached(next)
  }
  const take = async (step: Step): Promise<Step> => {
    switch (step.name) {
      case 'register':
        keep(await reachRegistration(wanted, reached))
        return { ...step, status: 'done', notes: [] }
      case 'connect': {
        const slot = wanted.form.slots.find(([environment]) => environment === step.environment)
        if (slot === undefined) return { ...step, status: 'done', notes: [] }
        const how = goal === 'discovering' ? 'tried' : 'untried'
        const { reached: next, ...end } = await reachConnection(
          { ...wanted, environment: slot[0], slot: slot[1], how },
          reached,
        )
        keep(next)
        return { name: step.name, environment: slot[0], ...end }
      }
      case 'discover': {
        const environments = wanted.form.slots.map(([environment]) => environment)
        job = await beginDiscovery(reached.registered?.kind ?? wanted.form.kind, discoveredOf(environments))
        return { ...step, status: 'done', notes: [] }
      }
    }
  }
  return async () => {
    for (const [at, step] of steps.entries()) {
      show(at, { ...step, status: 'running' })
      const end = await take(step).catch((error: unknown): Step => ({ ...step, status: 'failed', error }))
      show(at, end)
      if (end.status !== 'done') return undefined
    }
    return { kind: reached.registered?.kind ?? wanted.form.kind, job }
  }
}
