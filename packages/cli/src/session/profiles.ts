import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CliError } from '../failures/cli-error.ts'
import { membersOf } from '../output/rows.ts'

/** A sign-in that is kept: which server, and with which key. */
export interface Profile {
  readonly server: string
  readonly apiKey: string
  /** Said by the server at the sign-in. */
  readonly organization: string
  readonly keyName: string
}

export interface Profiles {
  /** The one that is used when none is named. */
  readonly current: string | undefined
  readonly profiles: ReadonlyMap<string, Profile>
}

type Environment = Readonly<Record<string, string | undefined>>

/** The file of profiles: in `BINDERY_CONFIG_DIR`, else in the folder that the system keeps settings in. */
export function profilesFile(environment: Environment): string {
  const own = environment['BINDERY_CONFIG_DIR']
  if (own !== undefined && own !== '') return join(own, 'profiles.json')
  const base = environment['XDG_CONFIG_HOME'] || environment['APPDATA'] || join(homedir(), '.config')
  return join(base, 'bindery', 'profiles.json')
}

/** None when the file is not there. Throws CliError when it cannot be read. */
export function readProfiles(file: string): Profiles {
  if (!existsSync(file)) return { current: undefined, profiles: new Map() }
  const document = parseFile(file)
  const current = membersOf(document).get('current')
  const listed = [...membersOf(membersOf(document).get('profiles'))]
  return {
    current: typeof current === 'string' ? current : undefined,
    profiles: new Map(listed.flatMap(([name, value]) => toProfile(name, value))),
  }
}

/** Writes the file whole or not at all, readable by its owner alone. */
export function writeProfiles(file: string, { current, profiles }: Profiles): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  const document = { ...(current !== undefined && { current }), profiles: Object.fromEntries(profiles) }
  writeFileSync(draft, `${JSON.stringify(document, undefined, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/** Whether others on this machine may read the keys. Never on Windows, which has no such bits. */
export const isOpenToOthers = (file: string): boolean =>
  process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & 0o077) !== 0

function parseFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new CliError(
      {
        code: 'input_invalid',
        exit: 'usage',
        message: `The file of sign-ins cannot be read: ${file}`,
        fix: 'Correct it or remove it, then sign in again.',
      },
      cause,
    )
  }
}

function toProfile(name: string, value: unknown): readonly (readonly [string, Profile])[] {
  const members = membersOf(value)
  const text = (member: string): string => {
    const found = members.get(member)
    return typeof found === 'string' ? found : ''
  }
  const profile = {
    server: text('server'),
    apiKey: text('apiKey'),
    organization: text('organization'),
    keyName: text('keyName'),
  }
  return profile.server === '' || profile.apiKey === '' ? [] : [[name, profile]]
}
