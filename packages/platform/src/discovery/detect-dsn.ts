import { authMethods, checkDatabaseAddress, nowhere, parseCredentials } from '@bindery/connection'
import { PlatformError, toUrl } from '@bindery/model'
import { databaseOfScheme, databaseSchemes, type SqlDialect } from '@bindery/sources'
import { type CredentialField, fieldsOf } from '../credentials/auth-methods.ts'
import type { Needs } from '../kernel/needs.ts'
import { atStep, failedAt } from './detection-step.ts'

export interface FoundDatabase {
  readonly source: string
  /** Name of the database, or its host where none is named. */
  readonly title: string
  /** Scheme, host and port alone. */
  readonly server: string
  /** With what the name says as defaults; a secret is never among them. */
  readonly fields: readonly CredentialField[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/**
 * What a data source name says, without asking the database. No message holds any part of it but the scheme. Throws as
 * `failedAt` says.
 */
export async function detectDsn({ egress }: Needs<'egress'>, dsn: string): Promise<FoundDatabase> {
  const url = toUrl(dsn.trim().replace(/^jdbc:/i, ''))
  const scheme = /^(?:jdbc:)?([a-z][a-z0-9+]*):\/\//i.exec(dsn.trim())?.[1]?.toLowerCase() ?? ''
  const database = databaseOfScheme(scheme)
  if (database === undefined) throw failedAt('recognise', unknownScheme(scheme))
  if (url === undefined || url.hostname === '') throw failedAt('address', noHost())
  const members = membersOf(url)
  await atStep('address', async () => checkMembers(members, database.dialect, egress.policy))
  const sslmode = url.searchParams.get('sslmode')
  const fields = withDefaults(members)
  const isKnown = sslmode === null || fields.some(({ choices }) => choices?.includes(sslmode) === true)
  return {
    source: database.source,
    title: members.database ?? members.host,
    server: `${database.source}://${url.host}`,
    fields,
    warnings: [...(isKnown ? [] : [weakTls]), ...(url.password === '' ? [] : [passwordDropped])],
  }
}

const weakTls = {
  code: 'sslmode_refused',
  message: 'The sslmode of the DSN can be talked out of TLS, so it was left out: choose another one.',
}
const passwordDropped = {
  code: 'password_not_kept',
  message: 'The password of the DSN was not kept: give it with the credential.',
}

interface DsnMembers {
  readonly host: string
  readonly port?: string
  readonly database?: string
  readonly user?: string
  readonly sslmode?: string
}

function membersOf(url: URL): DsnMembers {
  const database = decoded(url.pathname.slice(1))
  const user = decoded(url.username)
  const sslmode = url.searchParams.get('sslmode')
  return {
    host: url.hostname,
    ...(url.port === '' ? {} : { port: url.port }),
    ...(database === '' ? {} : { database }),
    ...(user === '' ? {} : { user }),
    ...(sslmode === null ? {} : { sslmode }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What is missing is asked for later; what is there must be such as a login may hold, and lead where it may. */
function checkMembers(
  members: DsnMembers,
  dialect: SqlDialect,
  policy: Parameters<typeof checkDatabaseAddress>[2],
): void {
  const { sslmode: _sslmode, ...rest } = members
  const parsed = parse({ database: 'unnamed', user: 'unnamed', ...members })
  const login = parsed.ok ? parsed : parse({ database: 'unnamed', user: 'unnamed', ...rest })
  if (!login.ok) {
    const problems = login.failure.map(({ message }) => message)
    throw new PlatformError('bad_request', `The DSN does not fit: ${problems.join(' ')}`, { reason: 'dsn' })
  }
  if (login.value.login !== undefined) checkDatabaseAddress(login.value.login, dialect, policy)
}

const parse = (members: object) => parseCredentials('sql', members, nowhere)

function withDefaults(members: DsnMembers): readonly CredentialField[] {
  const method = authMethods.find(({ name }) => name === 'sql')
  const given = new Map(Object.entries(members))
  return (method === undefined ? [] : fieldsOf(method)).map((field) => {
    const value: unknown = given.get(field.name)
    const fits = typeof value === 'string' && !field.secret && field.choices?.includes(value) !== false
    return fits ? { ...field, default: value } : field
  })
}

const unknownScheme = (scheme: string): PlatformError =>
  new PlatformError(
    'bad_request',
    scheme === ''
      ? `A DSN begins with its scheme: ${databaseSchemes.join('://, ')}://.`
      : `No kind of database is reached by "${scheme.slice(0, 30)}://"; known are ${databaseSchemes.join(', ')}.`,
    { reason: 'scheme_unknown' },
  )

const noHost = (): PlatformError =>
  new PlatformError('bad_request', 'The DSN names no host that can be read.', { reason: 'no_address' })
