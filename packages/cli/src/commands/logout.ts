import type { Command } from '../command.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'
import { CliError } from '../failures/cli-error.ts'
import { profilesFile, readProfiles, writeProfiles } from '../session/profiles.ts'

export const command: Command = {
  summary: 'Forgets a kept sign-in',
  takes: [],
  output: own(members({ forgotten: text, kept: listOf(text) })),
  example: 'logout --profile staging',
  dryRun: 'own',
  run: async ({ settings, world }) => {
    const file = profilesFile(world.environment)
    const { current, profiles } = readProfiles(file)
    const name = settings.profile ?? current ?? 'default'
    const kept = new Map(profiles)
    if (!kept.delete(name))
      throw new CliError({
        code: 'name_unknown',
        exit: 'usage',
        message: `There is no sign-in "${name}".`,
        fix:
          profiles.size === 0 ? 'bindery login' : `Those that are kept: ${[...profiles.keys()].join(', ')}.`,
      })
    const [next] = kept.keys()
    if (settings.sending === 'send')
      writeProfiles(file, { current: current === name ? next : current, profiles: kept })
    return {
      data: { forgotten: name, kept: [...kept.keys()] },
      note: 'The key itself still works; "bindery key revoke" ends it.',
    }
  },
}
