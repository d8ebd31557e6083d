import { nearestNames, Secret, toUrl } from '@bindery/model'

/** What the environment may set. Every name begins with `BINDERY_`; unknown ones are refused. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDirectory: string
  readonly databaseUrl: Secret | undefined
  readonly bootstrapApiKey: Secret | undefined
  readonly masterKey: MasterKeySource
  /** The master key before the current one, while secrets are moved from it; or the next one, before they are. */
  readonly olderMasterKey: MasterKeySource | undefined
  /** Where browsers reach this server; its own address when undefined. Without a slash at the end. */
  readonly publicUrl: string | undefined
  readonly demo: 'on' | 'off'
  /** `cidr[:port]` entries, comma-separated, as given. */
  readonly egressAllow: string
  readonly maxDocumentBytes: number
  /** Most that one organisation may have. */
  readonly maxIntegrations: number
  readonly maxAgents: number
  /** Requests that one API key may make in a minute of one process. */
  readonly requestsPerMinute: number
  /** Tokens that the tool list of an agent may cost over MCP before it is searched instead of listed. */
  readonly mcpToolBudget: number
  /** The language model that drafts bindings; rules draft alone when undefined. */
  readonly languageModel: LanguageModelSettings | undefined
  /** Host names, besides loopback, under which the MCP endpoint is called and from whose pages it may be. */
  readonly mcpHosts: readonly string[]
}

export interface LanguageModelSettings {
  readonly model: string
  /** Any server that speaks the chat completions of OpenAI; OpenAI's own when undefined. */
  readonly baseUrl: string | undefined
  readonly apiKey: Secret | undefined
}

export type MasterKeySource =
  | { readonly from: 'text'; readonly text: Secret }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'data-directory' }

/** What each name is for, in one line; also the list that unknown names are compared with. */
export const settings = {
  BINDERY_PORT: 'Port to listen on (4400)',
  BINDERY_HOST: 'Address to listen on (127.0.0.1)',
  BINDERY_DATA_DIR: 'Folder for the embedded database and the master key (.bindery)',
  BINDERY_DATABASE_URL: 'PostgreSQL address, instead of the embedded database',
  BINDERY_BOOTSTRAP_API_KEY: 'A text that is a valid API key with every scope for the first organisation',
  BINDERY_MASTER_KEY: 'Master key: 32 bytes as hex or base64',
  BINDERY_MASTER_KEY_FILE: 'File that holds the master key',
  BINDERY_MASTER_KEY_OLD:
    'Another master key that opens stored secrets, while they are moved to the current one',
  BINDERY_MASTER_KEY_OLD_FILE: 'File that holds that other master key',
  BINDERY_PUBLIC_URL: 'Address under which browsers reach this server, for the redirect URI of OAuth',
  BINDERY_DEMO: '0 starts without the demo organisation and provider',
  BINDERY_EGRESS_ALLOW: 'Private addresses that may be reached: comma list of cidr[:port]',
  BINDERY_MAX_DOCUMENT_BYTES: 'Largest source document in bytes (67108864)',
  BINDERY_REQUESTS_PER_MINUTE: 'Requests that one API key may make in a minute of one process (120000)',
  BINDERY_MAX_INTEGRATIONS: 'Most integrations of one organisation (10000)',
  BINDERY_MAX_AGENTS: 'Most agents of one organisation (10000)',
  BINDERY_MCP_TOOL_BUDGET:
    'Tokens that a tool list over MCP may cost before tools are searched instead (8000)',
  BINDERY_MODEL:
    'Language model that drafts bindings, by the name that OPENAI_BASE_URL knows it by; without it rules draft alone',
  OPENAI_API_KEY: 'Key of the language model; read only where BINDERY_MODEL is set',
  OPENAI_BASE_URL: "Address of the language model (OpenAI's own); read only where BINDERY_MODEL is set",
  BINDERY_MCP_HOSTS: 'Host names, besides loopback, that the MCP endpoint answers to: comma list',
} as const

export type SettingName = keyof typeof settings
const isName = (name: string): name is SettingName => Object.hasOwn(settings, name)
export const settingNames: readonly SettingName[] = Object.keys(settings).filter(isName)
type Environment = Readonly<Record<string, string | undefined>>

/** Thrown with every problem of the environment at once, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

/** Reads the process's environment; throws ConfigError. */
export function loadConfig(): Config {
  return readConfig(process.env)
}

/** What an environment sets; the key and the address of a model are for somebody else where none is named. */
export function givenSettings(environment: Environment = process.env): ReadonlySet<SettingName> {
  const isGiven = (name: SettingName): boolean => (environment[name]?.trim() ?? '') !== ''
  const names = settingNames.filter(isGiven)
  return new Set(isGiven('BINDERY_MODEL') ? names : names.filter((name) => !name.startsWith('OPENAI_')))
}

/** Reads an environment; throws ConfigError with all problems. */
export function readConfig(environment: Environment): Config {
  const problems = unknownNames(environment)
  const value = (name: SettingName): string | undefined => environment[name]?.trim() || undefined
  const integer = (name: SettingName, bounds: IntegerBounds): number => {
    const text = value(name)
    if (text === undefined) return bounds.standard
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= bounds.least && number <= bounds.most) return number
    problems.push(`${name} must be a whole number from ${bounds.least} to ${bounds.most}, not "${text}".`)
    return bounds.standard
  }
  const databaseUrl = value('BINDERY_DATABASE_URL')
  const demo = value('BINDERY_DEMO') ?? '1'
  if (demo !== '0' && demo !== '1') problems.push(`BINDERY_DEMO must be 0 or 1, not "${demo}".`)
  const config: Config = {
    port: integer('BINDERY_PORT', { standard: 4400, least: 0, most: 65_535 }),
    host: value('BINDERY_HOST') ?? '127.0.0.1',
    dataDirectory: value('BINDERY_DATA_DIR') ?? '.bindery',
    databaseUrl: databaseUrl === undefined ? undefined : new Secret(databaseUrl),
    bootstrapApiKey: toSecret(value('BINDERY_BOOTSTRAP_API_KEY')),
    masterKey: masterKeySource(value('BINDERY_MASTER_KEY'), value('BINDERY_MASTER_KEY_FILE')),
    olderMasterKey: olderKeySource(value('BINDERY_MASTER_KEY_OLD'), value('BINDERY_MASTER_KEY_OLD_FILE')),
    publicUrl: publicUrl(value('BINDERY_PUBLIC_URL'), problems),
    demo: demo === '0' ? 'off' : 'on',
    egressAllow: value('BINDERY_EGRESS_ALLOW') ?? '',
    maxDocumentBytes: integer('BINDERY_MAX_DOCUMENT_BYTES', {
      standard: 67_108_864,
      least: 1024,
      most: 1_073_741_824,
    }),
    requestsPerMinute: integer('BINDERY_REQUESTS_PER_MINUTE', {
      standard: 120_000,
      least: 1,
      most: 10_000_000,
    }),
    maxIntegrations: integer('BINDERY_MAX_INTEGRATIONS', mostOfAKind),
    maxAgents: integer('BINDERY_MAX_AGENTS', mostOfAKind),
    mcpToolBudget: integer('BINDERY_MCP_TOOL_BUDGET', { standard: 8_000, least: 0, most: 10_000_000 }),
    mcpHosts: hostNames(value('BINDERY_MCP_HOSTS')),
    languageModel: languageModel(value, problems),
  }
  problems.push(...checkMasterKey(config))
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

interface IntegerBounds {
  readonly standard: number
  readonly least: number
  readonly most: number
}

const mostOfAKind: IntegerBounds = { standard: 10_000, least: 1, most: 1_000_000 }

/** What the command line and the bridge of MCP read: a shell that has them set may start a server too. */
const namesOfClients = [
  'BINDERY_SERVER',
  'BINDERY_API_KEY',
  'BINDERY_PROFILE',
  'BINDERY_CONFIG_DIR',
  'BINDERY_URL',
]

function unknownNames(environment: Environment): string[] {
  const known = Object.keys(settings).filter((name) => name.startsWith('BINDERY_'))
  return Object.keys(environment)
    .filter((name) => name.startsWith('BINDERY_') && ![...known, ...namesOfClients].includes(name))
    .map((name) => {
      const [nearest] = nearestNames(
        name.slice('BINDERY_'.length),
        known.map((other) => other.slice('BINDERY_'.length)),
      )
      const hint =
        nearest === undefined ? `Known names: ${known.join(', ')}.` : `Did you mean BINDERY_${nearest}?`
      return `${name} is not a setting. ${hint}`
    })
}

function masterKeySource(text: string | undefined, path: string | undefined): MasterKeySource {
  if (text !== undefined) return { from: 'text', text: new Secret(text) }
  if (path !== undefined) return { from: 'file', path }
  return { from: 'data-directory' }
}

function olderKeySource(text: string | undefined, path: string | undefined): MasterKeySource | undefined {
  return text === undefined && path === undefined ? undefined : masterKeySource(text, path)
}

function publicUrl(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined) return undefined
  const url = toUrl(text)
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (isPlain && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  problems.push('BINDERY_PUBLIC_URL must be an address such as https://bindery.example.com.')
  return undefined
}

/** A key of OpenAI in the environment may be there for something else: only a named model makes it used. */
function languageModel(
  value: (name: SettingName) => string | undefined,
  problems: string[],
): LanguageModelSettings | undefined {
  const model = value('BINDERY_MODEL')
  if (model === undefined) return undefined
  const baseUrl = value('OPENAI_BASE_URL')
  const apiKey = toSecret(value('OPENAI_API_KEY'))
  if (baseUrl === undefined && apiKey === undefined)
    problems.push('BINDERY_MODEL needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.')
  if (baseUrl !== undefined && !/^https?:$/.test(toUrl(baseUrl)?.protocol ?? ''))
    problems.push('OPENAI_BASE_URL must be an address such as https://models.example.com/v1.')
  return { model, baseUrl: baseUrl?.replace(/\/+$/, ''), apiKey }
}

function checkMasterKey(config: Config): readonly string[] {
  if (config.databaseUrl === undefined || config.masterKey.from !== 'data-directory') return []
  return [
    'BINDERY_DATABASE_URL needs BINDERY_MASTER_KEY or BINDERY_MASTER_KEY_FILE: several servers share one database, so none may make a key of its own. Make one with: openssl rand -hex 32',
  ]
}

const hostNames = (text = ''): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')

function toSecret(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : new Secret(text)
}
