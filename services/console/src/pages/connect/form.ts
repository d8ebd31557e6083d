import type { CredentialField } from '@bindery/client'
import type { Environment } from '../../api/environment.ts'
import type { SignInMethod, Subject } from './subject.ts'

/** One member of an object of texts, such as a header. */
export interface Member {
  readonly name: string
  readonly value: string
}

/** What was typed: a text, or members by names of the provider. */
export type Typed = string | readonly Member[]
export type Values = Readonly<Record<string, Typed>>

/** What one environment is connected with. */
export interface SlotForm {
  readonly baseUrl: string
  readonly authType: string
  readonly values: Values
}

export interface ConnectForm {
  readonly kind: string
  readonly name: string
  readonly type: string
  readonly variables: Values
  /** Path of a read that needs the credential; empty for the best that is known. */
  readonly testEndpoint: string
  /** In the order in which they are connected. */
  readonly slots: readonly (readonly [Environment, SlotForm])[]
}

/** The form before anything is typed: the same in every environment, but where `addresses` are known already. */
export function beginForm(
  subject: Subject,
  environments: readonly Environment[],
  addresses: Readonly<Record<string, string>>,
): ConnectForm {
  const { kind, name, types, servers, address, timezones = {} } = subject
  const [method] = subject.methods
  const slotOf = (environment: Environment): SlotForm => ({
    baseUrl: address === 'asked' ? (addresses[environment] ?? servers[0] ?? '') : '',
    authType: method?.authType ?? 'none',
    values: method === undefined ? {} : { ...defaultsOf(method), ...zonesOf(method, timezones[environment]) },
  })
  const slots = environments.map((environment) => [environment, slotOf(environment)] as const)
  return { kind, name, type: types[0] ?? '', variables: {}, testEndpoint: '', slots }
}

/** What is no secret is shown as it is, so that connecting anew does not remove it. */
const zonesOf = ({ fields }: SignInMethod, timezone: string | undefined): Values =>
  Object.fromEntries(
    fields.flatMap(({ name, kind }) => (kind === 'zone' && timezone !== undefined ? [[name, timezone]] : [])),
  )

/** What a method's fields hold before anything is typed. */
export const defaultsOf = ({ fields }: SignInMethod): Values =>
  Object.fromEntries(
    fields.flatMap(({ name, default: value }) => (typeof value === 'string' ? [[name, value]] : [])),
  )

/** `form` with `change` in one environment, or in all. */
export const changeSlots = (
  form: ConnectForm,
  where: Environment | 'all',
  change: (slot: SlotForm) => SlotForm,
): ConnectForm => ({
  ...form,
  slots: form.slots.map(([environment, slot]) => [
    environment,
    where === 'all' || where === environment ? change(slot) : slot,
  ]),
})

/** The members of the credential. What was left empty is left out: the server says what it needs. */
export function toCredentials(fields: readonly CredentialField[], values: Values): Record<string, unknown> {
  const given = fields.map(({ name, kind }) => [name, toMember(kind, values[name] ?? '')] as const)
  return Object.fromEntries(given.filter(([, member]) => member !== ''))
}

function toMember(kind: CredentialField['kind'], typed: Typed): string | readonly string[] | object | null {
  if (typeof typed !== 'string') return toObject(typed)
  if (kind === 'zone' && typed === '') return null
  return kind === 'list' && typed !== '' ? typed.split(/[\s,]+/).filter((word) => word !== '') : typed
}

const toObject = (members: readonly Member[]): Record<string, string> =>
  Object.fromEntries(members.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]))

/** The same with each secret as a word that says what belongs there: for what is shown or copied. */
export function hideSecrets(fields: readonly CredentialField[], values: Values): Values {
  const hidden = (field: CredentialField, typed: Typed): Typed => {
    if (!field.secret || typed === '') return typed
    if (typeof typed === 'string') return `<${field.name}>`
    return typed.map(({ name }) => ({ name, value: `<${name}>` }))
  }
  return Object.fromEntries(
    fields.flatMap((field) => {
      const typed = values[field.name]
      return typed === undefined ? [] : [[field.name, hidden(field, typed)]]
    }),
  )
}

/** What has to be asked in sight; the rest has a usual value or is seldom needed. */
export const isMain = ({ required, secret, default: usual }: CredentialField): boolean =>
  required || (secret && usual !== undefined)
