import { isWrite, PlatformError } from '@bindery/model'
import type { RunnableSkill, RunPorts } from './ports.ts'
import type { SkillCall } from '@bindery/model'

interface KeyedRun {
  readonly call: SkillCall
  readonly runnable: RunnableSkill
  readonly ports: Pick<RunPorts, 'ledger'>
}

/**
 * Why a write with a key of its caller is not made where the ledger does not know the key, or knows of a failure only: the store
 * was restored, and the call may have been made after its backup. Whoever names the epoch has looked. What a person agreed to
 * was asked about since. Undefined where nothing stands in its way.
 */
export function notKnownSince({ call, runnable, ports }: KeyedRun): PlatformError | undefined {
  const { restored } = ports.ledger
  const { idempotencyKey, confirmationId, epoch } = call
  if (restored === undefined || epoch === restored.epoch) return undefined
  if (idempotencyKey === undefined || confirmationId !== undefined) return undefined
  if (!isWrite(runnable.skill.effect)) return undefined
  const backupAt = restored.backupAt.toISOString()
  return new PlatformError(
    'restored',
    `This store was restored from a backup of ${backupAt}. Whether "${runnable.skill.functionName}" was made under this key after that is not known, so it was not made now.`,
    { sent: 'no', members: { epoch: restored.epoch, backupAt } },
  )
}
