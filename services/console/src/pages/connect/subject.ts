import type {
  AuthMethod,
  CredentialField,
  DetectedSource,
  FormField,
  Integration,
  Provider,
} from '@bindery/client'
import type { Source } from './source.ts'

/** A way to sign in at a provider, with what the form asks for. */
export interface SignInMethod {
  /** For `authType`. */
  readonly authType: string
  readonly title: string
  readonly fields: readonly CredentialField[]
}

/** What is to be connected: looked at before anything was asked, or known by its pack. */
export interface Subject {
  readonly kind: string
  readonly name: string
  /** What the provider may speak, the usual first; never empty. */
  readonly types: readonly string[]
  readonly pack: string | undefined
  /** Where the description is; undefined where the provider itself or the pack says it. */
  readonly source: { readonly url: string } | { readonly document: string } | undefined
  /** `asked` in the form, `usual` unless another is given, `in_credential` for a database. */
  readonly address: 'asked' | 'usual' | 'in_credential'
  readonly servers: readonly string[]
  /** What the usual address leaves open. */
  readonly variables: readonly CredentialField[]
  /** The most likely one first; never empty. */
  readonly methods: readonly SignInMethod[]
  readonly found: DetectedSource | undefined
  /** What is declared already, by environment. */
  readonly timezones?: Readonly<Record<string, string>>
}

/** What else the server knows and a form needs. */
interface Known {
  readonly methods: readonly AuthMethod[]
  readonly providers: readonly Provider[]
}

/** The method that signs in at databases, which say their address with it, and at nothing else. */
const databaseLogin = 'sql'

export function subjectOfPack(provider: Provider, { methods }: Known): Subject {
  const { kind, displayName: name, pack } = provider
  return {
    kind,
    name,
    types: provider.types,
    pack: pack ?? kind,
    source: undefined,
    address: provider.authType === databaseLogin ? 'in_credential' : 'usual',
    servers: [],
    variables: provider.serverVariables.map(asText),
    methods: [usualMethod(provider, methods)],
    found: undefined,
  }
}

/** A provider that is registered: what it is connected with now comes first. */
export function subjectOfIntegration(integration: Integration, { methods, providers }: Known): Subject {
  const { kind, name, type, pack, environments } = integration
  const slots = Object.values(environments)
  const used = slots.find(({ authMethod }) => authMethod !== null)?.authMethod
  const provider = providers.find((each) => pack !== null && each.pack === pack)
  const usual = provider === undefined ? [] : [usualMethod(provider, methods)]
  const isDatabase = slots.some(({ baseUrl }) => !/^https?:/.test(baseUrl)) || used === databaseLogin
  const fitting = methods.filter(({ method }) => (method === databaseLogin) === isDatabase).map(toMethod)
  const first = fitting.filter(({ authType }) => authType === used)
  return {
    kind,
    name,
    types: [type],
    pack: pack ?? undefined,
    source: undefined,
    address: isDatabase ? 'in_credential' : 'asked',
    servers: slots.map(({ baseUrl }) => baseUrl),
    variables: [],
    methods: withoutRepeats([...usual, ...first, ...fitting]),
    found: undefined,
    timezones: Object.fromEntries(
      Object.entries(environments).flatMap(([environment, { timezone }]) =>
        timezone === null ? [] : [[environment, timezone]],
      ),
    ),
  }
}

export function subjectOfFound(found: DetectedSource, source: Source, known: Known): Subject {
  const { suggested, type, servers, pack } = found
  const provider = known.providers.find((each) => pack !== null && each.pack === pack.id)
  return {
    ...suggested,
    types: [type],
    pack: pack?.id,
    source: descriptionOf(found, source),
    address: source.from === 'dsn' ? 'in_credential' : 'asked',
    servers,
    variables: [],
    methods: methodsOf(found, source, { known, provider }),
    found,
  }
}

/** A server that was asked hands out no description; one that was read is read again. */
function descriptionOf({ bytes }: DetectedSource, source: Source): Subject['source'] {
  switch (source.from) {
    case 'url':
      return bytes === null ? undefined : { url: source.url }
    case 'document':
      return { document: source.document }
    case 'dsn':
      return undefined
  }
}

interface Choosing {
  readonly known: Known
  readonly provider: Provider | undefined
}

/** The pack's own, then those that the description names, then all others: a description may name none, or the wrong one. */
function methodsOf(
  { auth }: DetectedSource,
  source: Source,
  { known, provider }: Choosing,
): readonly SignInMethod[] {
  const titleOf = (name: string): string => known.methods.find(({ method }) => method === name)?.title ?? name
  const named = auth.map(({ method, fields }) => ({ authType: method, title: titleOf(method), fields }))
  if (source.from === 'dsn') return named.map((method) => withPassword(method, source.password))
  const usual = provider === undefined ? [] : [usualMethod(provider, known.methods)]
  const others = known.methods.filter(({ method }) => method !== databaseLogin).map(toMethod)
  return withoutRepeats([...usual, ...named, ...others])
}

const withoutRepeats = (all: readonly SignInMethod[]): readonly SignInMethod[] =>
  all.filter(({ authType }, at) => all.findIndex((earlier) => earlier.authType === authType) === at)

const toMethod = ({ method, title, fields }: AuthMethod): SignInMethod => ({
  authType: method,
  title,
  fields,
})

const withPassword = ({ fields, ...method }: SignInMethod, password: string): SignInMethod => ({
  ...method,
  fields: fields.map((field) => (field.name === 'password' ? { ...field, default: password } : field)),
})

/** What a pack asks for: it fills in the rest of the credential itself. */
function usualMethod(provider: Provider, methods: readonly AuthMethod[]): SignInMethod {
  const { authType, credentialFields } = provider
  const title = methods.find(({ method }) => method === authType)?.title ?? authType
  return { authType, title, fields: credentialFields.map(asText) }
}

const asText = (field: FormField): CredentialField => ({ ...field, kind: 'text' })
