import type { Integration } from '@bindery/client'
import { send } from '../../api/client.ts'
import { startDiscovery } from '../../api/discovery.ts'
import type { Environment } from '../../api/environment.ts'
import { connect, methodOf, move, register } from './calls.ts'
import type { ConnectForm, SlotForm } from './form.ts'
import type { Subject } from './subject.ts'

/** What has been reached, so that pressing again goes on from there. */
export interface Reached {
  readonly registered: Integration | undefined
  /** The addresses that the provider has by now. */
  readonly addresses: Readonly<Record<string, string>>
  /** With what each environment was connected. */
  readonly connected: ReadonlyMap<Environment, SlotForm>
  /** For what a person was sent to the provider. */
  readonly asked: ReadonlyMap<Environment, SlotForm>
}

export const nothingReached: Reached = {
  registered: undefined,
  addresses: {},
  connected: new Map(),
  asked: new Map(),
}

/** What is reached where a provider was registered before. */
export const reachedBy = (integration: Integration | undefined): Reached =>
  integration === undefined
    ? nothingReached
    : { ...nothingReached, registered: integration, addresses: addressesOf(integration) }

const addressesOf = ({ environments }: Integration): Record<string, string> =>
  Object.fromEntries(Object.entries(environments).map(([name, { baseUrl }]) => [name, baseUrl]))

export interface Wanted {
  readonly subject: Subject
  readonly form: ConnectForm
}

/** Registers the provider once; later it is moved where the form has another address or name by now. */
export async function reachRegistration({ subject, form }: Wanted, before: Reached): Promise<Reached> {
  const reached = before.registered === undefined ? await registerOnce(subject, form) : before
  const integration = reached.registered
  if (integration === undefined) return reached
  const addresses = wantedAddresses(subject, form, integration)
  const moved = Object.entries(addresses).filter(([name, address]) => reached.addresses[name] !== address)
  if (moved.length === 0 && integration.name === form.name) return reached
  const { data } = await send(move(integration.kind, form.name, Object.fromEntries(moved)))
  const stays = ([name]: readonly [Environment, SlotForm]): boolean =>
    !moved.some(([other]) => other === name)
  return {
    registered: data,
    addresses: { ...reached.addresses, ...addresses },
    connected: new Map([...reached.connected].filter(stays)),
    asked: new Map([...reached.asked].filter(stays)),
  }
}

async function registerOnce(subject: Subject, form: ConnectForm): Promise<Reached> {
  const { data } = await send(register(subject, form))
  const given = Object.fromEntries(form.slots.map(([environment, { baseUrl }]) => [environment, baseUrl]))
  return { ...reachedBy(data), addresses: subject.address === 'asked' ? given : addressesOf(data) }
}

/** What was typed, or where the pack says that the provider is. */
function wantedAddresses(
  { address }: Subject,
  { slots }: ConnectForm,
  { environments }: Integration,
): Record<string, string> {
  if (address === 'in_credential') return {}
  const usual = environments['production']?.baseUrl ?? ''
  return Object.fromEntries(
    slots.flatMap(([environment, { baseUrl }]) => {
      const wanted = baseUrl === '' ? usual : baseUrl
      return wanted === '' ? [] : [[environment, wanted]]
    }),
  )
}

export type ConnectStepEnd =
  | { readonly status: 'done'; readonly reached: Reached; readonly notes: readonly string[] }
  /** A person must give access at the provider first. */
  | { readonly status: 'asks'; readonly reached: Reached; readonly link: string }

export interface ConnectOne extends Wanted {
  readonly environment: Environment
  readonly slot: SlotForm
  readonly how: 'tried' | 'untried'
}

/** Connects one environment, unless it is connected with the same values already. */
export async function reachConnection(one: ConnectOne, reached: Reached): Promise<ConnectStepEnd> {
  const { environment, slot, subject, how } = one
  const { testEndpoint } = one.form
  const kind = reached.registered?.kind ?? one.form.kind
  // What was kept untried is not reached: whoever then connects wants it tried.
  const held = how === 'tried' ? [[environment, slot] as const] : []
  const connected = { ...reached, connected: new Map([...reached.connected, ...held]) }
  if (reached.connected.get(environment) === slot) return { status: 'done', reached, notes: [] }
  if (reached.asked.get(environment) === slot && (await isConnected(kind, environment)))
    return { status: 'done', reached: connected, notes: [] }
  const { data } = await send(
    connect({ kind, environment, slot, method: methodOf(subject, slot), testEndpoint }, how),
  )
  if ('status' in data) return { status: 'done', reached: connected, notes: data.warnings }
  const asked = new Map([...reached.asked, [environment, slot] as const])
  return { status: 'asks', reached: { ...reached, asked }, link: data.oauthUrl }
}

async function isConnected(kind: string, environment: Environment): Promise<boolean> {
  const { data } = await send((api) => api.GET('/api/v1/integrations/{kind}', { params: { path: { kind } } }))
  return data.environments[environment]?.connected === true
}

/** The id of the discovery that has begun; undefined for one that was over at once. */
export async function beginDiscovery(kind: string, environment: Environment): Promise<string | undefined> {
  const { data } = await send(startDiscovery(kind)(environment))
  return 'jobId' in data ? data.jobId : undefined
}
