import { type Gate, passed, refused } from '../gate.ts'

/** A person switched the skill on. */
export const enabled: Gate = {
  name: 'enabled',
  appliesTo: 'live-run',
  isStanding: true,
  demand: ({ isEnabled }) => (isEnabled ? undefined : 'refuses every call: the skill is disabled'),
  check: ({ runnable }) => {
    if (runnable.isEnabled) return passed
    const message = `"${runnable.skill.functionName}" is disabled: enable it before agents can call it.`
    return refused('skill_disabled', message)
  },
}
