import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import type { NewIntent } from '../statements/intents.ts'

/** The intent of a write under a key of its own. */
export function intentOf(organizationId: OrganizationId): NewIntent {
  return {
    executionId: randomUUID(),
    organizationId,
    agentId: randomUUID(),
    skillId: randomUUID(),
    effect: 'create',
    argumentsHash: 'v4:arguments@v1',
    anyVersion: 'v4:arguments@',
    earlierHashes: [],
    skillHash: 'sha256:skill',
    idempotencyKey: randomUUID(),
    deadlineMs: 30_000,
    owner: randomUUID(),
  }
}
