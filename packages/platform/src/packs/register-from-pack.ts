import { type Issue, nearestNames, PlatformError } from '@bindery/model'
import type { Pack } from '@bindery/packs'
import { dialectOf } from '@bindery/sources'
import type { Registration, SlotInputs } from '../integrations/register.ts'
import type { Needs } from '../kernel/needs.ts'
import { packNotFound } from '../integrations/find-pack.ts'

export type RegistrationBody = {
  readonly [Member in keyof Registration]?: Registration[Member] | undefined
} & {
  readonly variables?: Readonly<Record<string, string>> | undefined
}

/** A registration in which a pack filled in what the body leaves out. Throws `pack_not_found`, `validation_error`. */
export function toRegistration(
  services: Needs<'packs'>,
  { variables = {}, ...body }: RegistrationBody,
): Registration {
  if (body.pack === undefined) {
    const { kind = '', name = '', type = '' } = body
    return { ...body, kind, name, type }
  }
  const pack = services.packs.packs.find(({ id }) => id === body.pack)
  if (pack === undefined) throw packNotFound(services.packs, body.pack)
  const { displayName, schema, types } = pack.manifest
  const [usualType = ''] = types
  const { kind = pack.id, name = displayName, type = usualType } = body
  checkType(pack, type)
  const source = body.source ?? (schema.from === 'url' ? { url: schema.url } : undefined)
  if (body.environments !== undefined) refuseVariables(variables)
  const environments = body.environments ?? slotsOf(pack, type, variables)
  return { ...body, kind, name, type, source, environments }
}

function checkType(pack: Pack, type: string): void {
  if (pack.manifest.types.includes(type)) return
  throw refusal({
    code: 'type_unsuitable',
    severity: 'error',
    path: ['type'],
    message: `The pack "${pack.id}" is for the type ${pack.manifest.types.join(' or ')}.`,
    suggestions: pack.manifest.types,
  })
}

/** Production, at the address of the provider. A database names its host with its credential. */
function slotsOf(pack: Pack, type: string, variables: Readonly<Record<string, string>>): SlotInputs {
  const { server } = pack.manifest
  if (server === undefined || dialectOf(type) !== undefined) {
    refuseVariables(variables)
    return {}
  }
  const names = server.variables.map(({ name }) => name)
  const issues = [
    ...Object.keys(variables).flatMap((name) => (names.includes(name) ? [] : [unknownVariable(name, names)])),
    ...names.flatMap((name) => checkVariable(name, variables[name])),
  ]
  if (issues.length > 0) throw refusal(...issues)
  const baseUrl = server.url.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => variables[name] ?? '')
  return { production: { baseUrl } }
}

/** Where the address does not come from the pack, variables would be lost without a word. */
function refuseVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables)
  if (names.length > 0) throw refusal(...names.map((name) => unknownVariable(name, [])))
}

/** What stands in a host or a path segment and can lead nowhere else. */
function checkVariable(name: string, value: string | undefined): readonly Issue[] {
  if (value !== undefined && /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/.test(value)) return []
  const message =
    value === undefined
      ? `The address of the provider needs "${name}".`
      : `"${name}" may hold letters, digits, "-" and "_" only.`
  return [{ code: 'variable_invalid', severity: 'error', path: ['variables', name], message }]
}

const unknownVariable = (name: string, names: readonly string[]): Issue => ({
  code: 'unknown_name',
  severity: 'error',
  path: ['variables', name],
  message: `The address has no variable "${name.slice(0, 60)}".`,
  suggestions: nearestNames(name, names),
})

const refusal = (...issues: readonly Issue[]): PlatformError =>
  new PlatformError('validation_error', issues.map(({ message }) => message).join(' '), { issues })
