import type { DetectedSource, RegisterIntegration } from '@bindery/client'
import type { Call } from '../../api/client.ts'
import type { Environment } from '../../api/environment.ts'
import { type ConnectForm, hideSecrets, type SlotForm, toCredentials } from './form.ts'
import type { Source } from './source.ts'
import type { SignInMethod, Subject } from './subject.ts'

export const detect = (source: Source) =>
  ((api) => {
    const body =
      source.from === 'dsn'
        ? { dsn: source.dsn }
        : source.from === 'url'
          ? { url: source.url }
          : { document: source.document }
    return api.POST('/api/v1/integrations/detect', { body })
  }) satisfies Call<{ data: DetectedSource }>

const types = ['custom_api', 'graphql', 'mcp_server', 'mysql', 'openapi', 'postgres'] as const

export const register = (subject: Subject, form: ConnectForm) =>
  ((api) => api.POST('/api/v1/integrations', { body: registrationOf(subject, form) })) satisfies Call<unknown>

function registrationOf(subject: Subject, form: ConnectForm): RegisterIntegration {
  const { kind, name, variables, slots } = form
  const { pack, source, address } = subject
  const type = types.find((known) => known === form.type)
  return {
    kind,
    name,
    ...(type !== undefined && { type }),
    ...(pack !== undefined && { pack }),
    ...(source !== undefined && { source }),
    ...(address === 'asked' && { environments: addressesOf(slots) }),
    ...(subject.variables.length > 0 && { variables: toTexts(variables) }),
  }
}

const toTexts = (values: ConnectForm['variables']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, typed]) => (typeof typed === 'string' ? [[name, typed]] : [])),
  )

const addressesOf = (slots: ConnectForm['slots']): Record<string, { baseUrl: string }> =>
  Object.fromEntries(slots.map(([environment, { baseUrl }]) => [environment, { baseUrl }]))

/** Moves a provider that is registered to other addresses or another name. */
export const move = (kind: string, name: string, addresses: Readonly<Record<string, string>>) =>
  ((api) =>
    api.PATCH('/api/v1/integrations/{kind}', {
      params: { path: { kind } },
      body: {
        name,
        ...(Object.keys(addresses).length > 0 && {
          environments: Object.fromEntries(
            Object.entries(addresses).map(([environment, baseUrl]) => [environment, { baseUrl }]),
          ),
        }),
      },
    })) satisfies Call<unknown>

/** Whom to connect, and with what. */
export interface Trial {
  readonly kind: string
  readonly environment: Environment
  readonly slot: SlotForm
  readonly method: SignInMethod
  /** Path of a read that is tried; empty for the best that is known. */
  readonly testEndpoint: string
}

const credentialOf = ({ slot, method, testEndpoint }: Trial) => ({
  ...(testEndpoint !== '' && { testEndpoint }),
  authType: method.authType,
  credentials: toCredentials(method.fields, slot.values),
})

/** `tried` asks the provider whether it takes the credential first; `untried` asks it nothing. */
export const connect = (trial: Trial, how: 'tried' | 'untried') =>
  ((api) =>
    api.POST('/api/v1/integrations/{kind}/connect', {
      params: { path: { kind: trial.kind } },
      body: { environment: trial.environment, ...credentialOf(trial), verify: how === 'tried' },
    })) satisfies Call<unknown>

export const test = (trial: Trial) =>
  ((api) =>
    api.POST('/api/v1/integrations/{kind}/test', {
      params: { path: { kind: trial.kind } },
      body: { environment: trial.environment, ...credentialOf(trial) },
    })) satisfies Call<unknown>

interface Begun {
  readonly discovered: Environment
  readonly isRegistered: boolean
}

/** All that "Connect and discover" sends, without secrets: for a shell. */
export const everything =
  (subject: Subject, form: ConnectForm, { discovered, isRegistered }: Begun): Call<unknown> =>
  async (api) => {
    if (!isRegistered) await api.POST('/api/v1/integrations', { body: registrationOf(subject, form) })
    for (const [environment, slot] of form.slots) {
      const method = methodOf(subject, slot)
      const shown = { ...slot, values: hideSecrets(method.fields, slot.values) }
      await connect({ ...form, environment, slot: shown, method }, 'tried')(api)
    }
    return api.POST('/api/v1/integrations/{kind}/discover', {
      params: { path: { kind: form.kind } },
      body: { environment: discovered },
    })
  }

/** The method that a slot has chosen. */
export function methodOf({ methods }: Subject, { authType }: SlotForm): SignInMethod {
  const chosen = methods.find((method) => method.authType === authType) ?? methods[0]
  return chosen ?? { authType: 'none', title: '', fields: [] }
}
