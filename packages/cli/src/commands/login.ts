import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { members, own, text } from '../schemas/output-schema.ts'
import { openApi } from '../session/open-api.ts'
import { profilesFile, readProfiles, writeProfiles } from '../session/profiles.ts'
import { Secrets } from '../session/secrets.ts'
import { standardServer, toAddress } from '../session/session.ts'

const fromFile = textFlag('from-file', 'Reads the key from a file; - is standard input')
const fromEnv = textFlag('from-env', 'Reads the key from this variable of the environment')

export const command: Command = {
  summary: 'Keeps a server and a key, for this user alone',
  takes: [fromFile, fromEnv],
  output: own(members({ profile: text, server: text, organization: text, key: text, file: text })),
  example: 'login --server http://127.0.0.1:4400 --from-env BINDERY_API_KEY',
  run: async ({ get, settings, reader, world, terminal, signal }) => {
    const profile = settings.profile ?? 'default'
    const server = toAddress(settings.server ?? world.environment['BINDERY_SERVER'] ?? standardServer)
    const apiKey = await reader.secret({ title: 'API key', fromFile: get(fromFile), fromEnv: get(fromEnv) })
    const from = { server: 'flag', apiKey: 'flag' } as const
    const session = { server, apiKey, from, profile, organization: undefined, keyName: undefined }
    const keeps = settings.sending === 'print' ? 'all' : 'none'
    const api = openApi({ session, settings, terminal, signal, world, secrets: new Secrets() }, keeps)
    const { data } = unwrap(await api.GET('/api/v1/session'))
    const file = profilesFile(world.environment)
    const kept = { server, apiKey, organization: data.organization.name, keyName: data.key.name }
    if (settings.sending === 'send') {
      const { profiles } = readProfiles(file)
      writeProfiles(file, { current: profile, profiles: new Map([...profiles, [profile, kept]]) })
    }
    return {
      data: { profile, server, organization: kept.organization, key: kept.keyName, file },
      note: settings.sending === 'send' ? `Signed in as "${kept.keyName}".` : 'Nothing was kept.',
    }
  },
}
