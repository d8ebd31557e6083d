import { PlatformError } from '@bindery/model'
import { type Gate, passed, stopped } from '../gate.ts'

/** The caller proved who they are, where the skill needs that. */
export const identity: Gate = {
  name: 'identity',
  appliesTo: 'live-run',
  check: ({ runnable, call }) => {
    if (!runnable.skill.policy.requiresVerifiedIdentity || call.isCallerVerified === true) return passed
    const message =
      `"${runnable.skill.functionName}" is for verified callers: verify the caller with ` +
      'POST /agents/{agentId}/verifications, then call again with the verificationToken that it returns.'
    return stopped(new PlatformError('identity_not_verified', message, { sent: 'no' }))
  },
}
