import { type Gate, passed, refused } from '../gate.ts'

/** Nothing has happened since compilation that makes the skill unfit. */
export const stale: Gate = {
  name: 'stale',
  appliesTo: 'live-run',
  isStanding: true,
  demand: ({ stale: reason }) => (reason === undefined ? undefined : `refuses every call: ${reason}`),
  check: ({ runnable }) => {
    if (runnable.stale === undefined) return passed
    const message = `"${runnable.skill.functionName}" no longer fits its provider: ${runnable.stale}`
    return refused('skill_stale', message)
  },
}
