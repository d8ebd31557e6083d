import { gates } from './gate-order.ts'
import type { RunnableSkill } from './ports.ts'

export interface GateDemand {
  readonly gate: string
  /** A sentence without its subject: `allows 10 calls a minute`. */
  readonly demand: string
}

/** What the gates ask of calls of a skill, in their order; those that ask for nothing special are left out. */
export function describeGates(runnable: RunnableSkill): readonly GateDemand[] {
  return gates.flatMap((gate) => {
    const demand = gate.demand(runnable)
    return demand === undefined ? [] : [{ gate: gate.name, demand }]
  })
}
