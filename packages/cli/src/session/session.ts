import type { GlobalSettings } from '../command-line/settings.ts'
import { CliError, usageError } from '../failures/cli-error.ts'
import { profilesFile, readProfiles } from './profiles.ts'

/** Which server is asked, by which key, and who said so. */
export interface Session {
  readonly server: string
  readonly apiKey: string | undefined
  readonly from: { readonly server: Source; readonly apiKey: Source | 'none' }
  readonly profile: string | undefined
  readonly organization: string | undefined
  readonly keyName: string | undefined
}

export type Source = 'flag' | 'environment' | 'profile' | 'default'

export const standardServer = 'http://127.0.0.1:4400'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What flags, the environment and the kept sign-ins say, in this order. The key of a profile goes to the server of that profile
 * only. Throws CliError for an address that is none and for a profile that is not there.
 */
export function openSession(settings: GlobalSettings, environment: Environment): Session {
  const named = settings.profile ?? filled(environment['BINDERY_PROFILE'])
  const { current, profiles } = readProfiles(profilesFile(environment))
  const name = named ?? current
  const profile = name === undefined ? undefined : profiles.get(name)
  if (named !== undefined && profile === undefined) throw unknownProfile(named, [...profiles.keys()])
  const server = firstOf(
    ['flag', settings.server],
    ['environment', named === undefined ? environment['BINDERY_SERVER'] : undefined],
    ['profile', profile?.server],
  ) ?? { from: 'default', value: standardServer }
  const address = toAddress(server.value)
  const isOwn = profile !== undefined && toAddress(profile.server) === address
  const key = firstOf(
    ['environment', named === undefined ? environment['BINDERY_API_KEY'] : undefined],
    ['profile', isOwn ? profile.apiKey : undefined],
  )
  return {
    server: address,
    apiKey: key?.value,
    from: { server: server.from, apiKey: key?.from ?? 'none' },
    profile: key?.from === 'profile' ? name : undefined,
    organization: key?.from === 'profile' ? profile?.organization : undefined,
    keyName: key?.from === 'profile' ? profile?.keyName : undefined,
  }
}

/** The address of a server without a path. Throws CliError for what is none. */
export function toAddress(text: string): string {
  const url = parse(text)
  const isPlain = url !== undefined && url.username === '' && url.password === '' && url.search === ''
  if (isPlain && /^https?:$/.test(url.protocol))
    return `${url.origin}${url.pathname === '/' ? '' : url.pathname}`
  throw usageError(`"${text}" is not the address of a server.`, `Give one such as ${standardServer}.`)
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function firstOf(...candidates: readonly (readonly [Source, string | undefined])[]) {
  for (const [from, text] of candidates) {
    const value = filled(text)
    if (value !== undefined) return { from, value }
  }
  return undefined
}

const filled = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}

const unknownProfile = (name: string, known: readonly string[]): CliError =>
  new CliError({
    code: 'name_unknown',
    exit: 'usage',
    message: `There is no sign-in "${name}".`,
    fix: known.length === 0 ? `bindery login --profile ${name}` : `Those that are kept: ${known.join(', ')}.`,
    suggestions: known,
  })
