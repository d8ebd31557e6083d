import { randomUUID } from 'node:crypto'
import {
  type Confirmation,
  isAgentId,
  isConfirmationId,
  isSkillId,
  type OrganizationId,
} from '@bindery/model'

interface Place {
  readonly organizationId: OrganizationId
  readonly agentId: string
}

/** Makes calls that wait for a person as a run leaves them, without running anything; `minutes` says how long each may wait. */
export const waitingCall =
  ({ organizationId, agentId }: Place) =>
  (minutes = 10): Confirmation => {
    const [confirmationId, skillId] = [randomUUID(), randomUUID()]
    if (!isConfirmationId(confirmationId) || !isSkillId(skillId) || !isAgentId(agentId))
      throw new Error('A random id must be an id.')
    const createdAt = new Date()
    return {
      confirmationId,
      organizationId,
      agentId,
      skillId,
      skillHash: `sha256:${'0'.repeat(64)}`,
      callHash: `sha256:${'0'.repeat(64)}`,
      params: {},
      environment: 'production',
      summary: 'Book an appointment.',
      preview: {},
      createdAt,
      expiresAt: new Date(createdAt.getTime() + minutes * 60_000),
    }
  }
