import { newestSkillFormat, PlatformError, type Skill } from '@bindery/model'

/** Why a skill is not run by this server: its format may say what is not understood here. Undefined for one that is known. */
export function formatProblem({ formatVersion, functionName }: Skill): PlatformError | undefined {
  if (formatVersion <= newestSkillFormat) return undefined
  const found = `"${functionName}" is a skill of format ${formatVersion}, and this server runs formats up to ${newestSkillFormat}`
  return new PlatformError('skill_needs_newer_server', `${found}: it was not run. Update the server.`, {
    sent: 'no',
  })
}
