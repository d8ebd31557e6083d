import type { SkillCall } from '@bindery/model'
import { earlierKeys, keptHash, keyHash } from './call-hash.ts'
import type { LedgerQuestion } from './ports.ts'

/** What the ledger is asked of a call under a key: whose key it is, and which call it must stand for. */
export const questionOf = (call: SkillCall, idempotencyKey: string): LedgerQuestion => ({
  organizationId: call.organizationId,
  idempotencyKey,
  argumentsHash: keptHash(call),
  anyVersion: keyHash(call),
  earlierHashes: earlierKeys(call),
})
