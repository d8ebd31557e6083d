import { type CredentialField, unwrap } from '@bindery/client'
import type { Call } from '../command.ts'
import { listFlag, textFlag } from '../command-line/parameter.ts'
import { invalidInput, usageError } from '../failures/cli-error.ts'
import { membersOf } from '../output/rows.ts'
import { readKeyValues } from './key-values.ts'

const auth = textFlag('auth', 'The method: bearer, api_key, basic, sql ...; "none" for an open provider')
const set = listFlag('set', 'A member that is no secret: name=value, as in username=front_desk')
const credentials = textFlag('credentials', 'All members as JSON or YAML: a file, or - for standard input')
const fromFile = textFlag('from-file', 'Reads the secret member from a file; - is standard input')
const fromEnv = textFlag('from-env', 'Reads the secret member from this variable of the environment')

/** The flags of every command that takes a credential. */
export const credentialFlags = [auth, set, credentials, fromFile, fromEnv] as const

export interface GivenCredential {
  readonly authType?: string
  readonly credentials?: Readonly<Record<string, unknown>>
}

/**
 * The credential that flags, a document or a prompt give: what is no secret by --set, the one secret from elsewhere. Every
 * secret of it is kept out of what is shown. Empty when nothing is given and nobody can be asked.
 */
export async function readCredential(call: Call): Promise<GivenCredential> {
  const { get, reader } = call
  const path = get(credentials)
  if (path !== undefined) return ofDocument(call, await reader.document(path))
  const method = get(auth)
  if (method === undefined) return noMethod(call)
  const fields = await fieldsOf(call, method)
  const values = new Map(Object.entries(readKeyValues(get(set), '--set')))
  refuseStrangers(values, fields, method)
  for (const field of fields.filter(({ required, secret }) => required || secret)) {
    if (values.has(field.name) || !needs(call, field)) continue
    values.set(field.name, await ask(call, field))
  }
  return { authType: method, credentials: Object.fromEntries(values) }
}

function ofDocument({ reader, get }: Call, document: unknown): GivenCredential {
  const members = membersOf(document)
  if (members.size === 0) throw invalidInput('The credentials must be an object with at least one member.')
  reader.hide(document)
  const method = get(auth)
  return { ...(method !== undefined && { authType: method }), credentials: Object.fromEntries(members) }
}

function noMethod({ get }: Call): GivenCredential {
  const isHalf = get(set).length > 0 || get(fromFile) !== undefined || get(fromEnv) !== undefined
  if (isHalf)
    throw usageError(
      'Which credential it is is not said.',
      'Give --auth <method>; see "bindery help provider connect".',
    )
  return {}
}

async function fieldsOf({ lookups }: Call, method: string): Promise<readonly CredentialField[]> {
  const { data } = unwrap(await lookups.GET('/api/v1/auth-methods'))
  const found = data.find((one) => one.method === method)
  if (found !== undefined) return found.fields
  throw usageError(
    `There is no method "${method}".`,
    `Give one of ${data.map((one) => one.method).join(', ')}.`,
  )
}

function refuseStrangers(
  values: ReadonlyMap<string, unknown>,
  fields: readonly CredentialField[],
  method: string,
): void {
  for (const name of values.keys()) {
    const field = fields.find((one) => one.name === name)
    if (field === undefined)
      throw usageError(
        `"${method}" has no member "${name}".`,
        `Its members: ${fields.map((one) => one.name).join(', ')}.`,
      )
    if (field.secret)
      throw usageError(
        `"${name}" is a secret, and the command line is seen by other programs.`,
        'Give it on standard input, by --from-file or by --from-env.',
      )
  }
}

/** A secret that need not be there is asked for only where somebody said where it is. */
const needs = ({ get }: Call, { required }: CredentialField): boolean =>
  required || get(fromFile) !== undefined || get(fromEnv) !== undefined

const ask = ({ get, reader }: Call, { name, title, secret }: CredentialField): Promise<string> =>
  secret
    ? reader.secret({ title, fromFile: get(fromFile), fromEnv: get(fromEnv) })
    : reader.line(title, `--set ${name}=...`)
