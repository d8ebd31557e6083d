import { type Gate, passed, refused } from '../gate.ts'

/**
 * The skill that was loaded is the one that was approved, byte for byte, and the one that the caller asked for. That its
 * format is known is seen before anything of it is read.
 */
export const integrity: Gate = {
  name: 'integrity',
  appliesTo: 'every-run',
  demand: () => undefined,
  check: ({ runnable, prepared, call }) => {
    if (prepared.hash === runnable.skillHash && call.skillHash === runnable.skillHash) return passed
    const message =
      'The stored skill is not the one that was approved, so it was not run: compile and publish it again.'
    return refused('skill_tampered', message)
  },
}
