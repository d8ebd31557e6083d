import { newestSkillFormat } from '@bindery/model'
import { type Gate, passed, refused } from '../gate.ts'

/**
 * The skill that was loaded is of a format that is known here, is the one that was approved, byte for byte, and the one that
 * the caller asked for.
 */
export const integrity: Gate = {
  name: 'integrity',
  appliesTo: 'every-run',
  demand: () => undefined,
  check: ({ runnable, prepared, call }) => {
    if (runnable.skill.formatVersion > newestSkillFormat) {
      const found = `"${runnable.skill.functionName}" is a skill of format ${runnable.skill.formatVersion}, and this server runs formats up to ${newestSkillFormat}`
      return refused('skill_needs_newer_server', `${found}: it was not run. Update the server.`)
    }
    if (prepared.hash === runnable.skillHash && call.skillHash === runnable.skillHash) return passed
    const message =
      'The stored skill is not the one that was approved, so it was not run: compile and publish it again.'
    return refused('skill_tampered', message)
  },
}
