import { randomUUID } from 'node:crypto'
import type { Confirmation, OrganizationId } from '@bindery/model'
import { isAgentId, isOrganizationId, isSkillId } from '@bindery/model'
import type { StatePorts } from './memory-ports.ts'
import type { ExecutionIntent } from './ports.ts'

/** Ports under test, with the two things that the run itself never does. */
export interface PortsUnderTest {
  readonly ports: StatePorts
  /** An organisation, agent and skill that records may refer to. Other organisations need not exist. */
  readonly owner: Pick<ExecutionIntent, 'organizationId' | 'agentId' | 'skillId'>
  /** A second organisation, for isolation. */
  readonly stranger: OrganizationId
  /** The clock that the ports go by. */
  readonly now: () => Promise<Date>
  /** Lets this much time pass on that clock. */
  readonly advance: (ms: number) => Promise<void>
  /** What a person does before a confirmation can be spent. */
  readonly approve: (id: Confirmation['confirmationId']) => Promise<void>
  readonly close: () => Promise<void>
}

export type World = () => PortsUnderTest

/** Ids for implementations that need no rows for them. */
export function freshOwner(): PortsUnderTest['owner'] {
  const organizationId: string = randomUUID()
  const agentId: string = randomUUID()
  const skillId: string = randomUUID()
  if (!isOrganizationId(organizationId) || !isAgentId(agentId) || !isSkillId(skillId))
    throw new TypeError('Not a UUID.')
  return { organizationId, agentId, skillId }
}
