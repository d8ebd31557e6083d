import type { Confirmation } from '@bindery/model'
import { isSamePlace, keyHash } from '@bindery/runtime'
import {
  findAgent,
  findSkill,
  findWaitingConfirmation,
  type Transaction,
  voidConfirmation,
} from '@bindery/store'
import { publishedHashOf } from '../skills/find-version.ts'

/** The skill of a call, as its bytes, where it goes, and the key under which it may wait. */
type Asking = Pick<Confirmation, 'skillHash' | 'destinations' | 'idempotencyKey'> & {
  /** What its key stands for, whichever version makes it. */
  readonly anyVersion: string
}

/** The call that waits for a person under a key, unless its skill or a provider's address has changed so that nobody can approve it any more. */
export async function findInForce(
  transaction: Transaction,
  asking: Asking,
): Promise<Confirmation | undefined> {
  const waiting = await findUnderKey(transaction, asking)
  if (waiting === undefined || (await isOutdated(transaction, waiting, asking))) return undefined
  return waiting
}

/** Voids the call that waits under the key of a new one and that nobody can approve any more. */
export async function voidOutdated(transaction: Transaction, asking: Asking): Promise<void> {
  const waiting = await findUnderKey(transaction, asking)
  if (waiting === undefined || !(await isOutdated(transaction, waiting, asking))) return
  await voidConfirmation(transaction, waiting.confirmationId)
}

const findUnderKey = async (transaction: Transaction, { idempotencyKey }: Asking) =>
  idempotencyKey === undefined ? undefined : findWaitingConfirmation(transaction, idempotencyKey)

/**
 * Whether the live version, or the draft where that was asked for, is not what a person was shown any more, it would go elsewhere by now, or the very call is
 * asked for by another version. What is just being asked for can be run.
 */
async function isOutdated(transaction: Transaction, waiting: Confirmation, asking: Asking): Promise<boolean> {
  const { agentId, skillId, skillHash, destinations, isDraft } = waiting
  if (skillHash === asking.skillHash) return !isSamePlace(destinations, asking.destinations ?? {})
  if (keyHash(waiting) === asking.anyVersion) return true
  const agent = await findAgent(transaction, agentId)
  const draft = await findSkill(transaction, agentId, skillId)
  if (agent === undefined || draft === undefined) return true
  const now = isDraft === true ? draft.skillHash : await publishedHashOf(transaction, agent, skillId)
  return now !== skillHash
}
