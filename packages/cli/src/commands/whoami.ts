import type { Command } from '../command.ts'
import { maybeText, members, own, text } from '../schemas/output-schema.ts'
import { isOpenToOthers, profilesFile } from '../session/profiles.ts'
import { openSession } from '../session/session.ts'

const source = { enum: ['flag', 'environment', 'profile', 'default', 'none'] }

export const command: Command = {
  summary: 'Which server and which key are used, without asking anybody',
  takes: [],
  output: own(
    members({
      server: text,
      serverFrom: source,
      keyFrom: source,
      keyPrefix: maybeText,
      profile: maybeText,
      organization: maybeText,
      keyName: maybeText,
    }),
  ),
  example: 'whoami --json',
  run: async ({ settings, world }) => {
    const { server, apiKey, from, profile, organization, keyName } = openSession(settings, world.environment)
    const file = profilesFile(world.environment)
    const data = {
      server,
      serverFrom: from.server,
      keyFrom: from.apiKey,
      keyPrefix: apiKey?.slice(0, 8) ?? null,
      profile: profile ?? null,
      organization: organization ?? null,
      keyName: keyName ?? null,
    }
    if (!isOpenToOthers(file)) return { data }
    const message = `Others on this machine can read ${file}: chmod 600 it.`
    return { data, warnings: [{ code: 'file_open_to_others', message }] }
  },
}
