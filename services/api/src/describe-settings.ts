import { toUrl } from '@bindery/model'
import type { SettingFact } from '@bindery/platform/kernel'
import { type Config, type SettingName, settingNames, settings } from './config.ts'

type Shown = (config: Config) => string | number | undefined

/** How the value of each setting is shown; `secret` is never. */
const shown: Readonly<Record<SettingName, Shown | 'secret'>> = {
  BINDERY_PORT: ({ port }) => port,
  BINDERY_HOST: ({ host }) => host,
  BINDERY_DATA_DIR: ({ dataDirectory }) => dataDirectory,
  BINDERY_DATABASE_URL: 'secret',
  BINDERY_BOOTSTRAP_API_KEY: 'secret',
  BINDERY_MASTER_KEY: 'secret',
  BINDERY_MASTER_KEY_FILE: ({ masterKey }) => (masterKey.from === 'file' ? masterKey.path : undefined),
  BINDERY_MASTER_KEY_OLD: 'secret',
  BINDERY_MASTER_KEY_OLD_FILE: ({ olderMasterKey }) =>
    olderMasterKey?.from === 'file' ? olderMasterKey.path : undefined,
  BINDERY_PUBLIC_URL: ({ publicUrl }) => publicUrl,
  BINDERY_DEMO: ({ demo }) => (demo === 'on' ? '1' : '0'),
  BINDERY_EGRESS_ALLOW: ({ egressAllow }) => egressAllow || undefined,
  BINDERY_MAX_DOCUMENT_BYTES: ({ maxDocumentBytes }) => maxDocumentBytes,
  BINDERY_REQUESTS_PER_MINUTE: ({ requestsPerMinute }) => requestsPerMinute,
  BINDERY_MAX_INTEGRATIONS: ({ maxIntegrations }) => maxIntegrations,
  BINDERY_MAX_AGENTS: ({ maxAgents }) => maxAgents,
  BINDERY_MCP_TOOL_BUDGET: ({ mcpToolBudget }) => mcpToolBudget,
  BINDERY_MODEL: ({ languageModel }) => languageModel?.model,
  OPENAI_API_KEY: 'secret',
  OPENAI_BASE_URL: ({ languageModel }) =>
    languageModel === undefined ? undefined : addressOf(languageModel.baseUrl),
  BINDERY_MCP_HOSTS: ({ mcpHosts }) => (mcpHosts.length === 0 ? undefined : mcpHosts.join(', ')),
}

/** Every setting, whether somebody gave it, and what it is by now. */
export const describeSettings = (config: Config, given: ReadonlySet<SettingName>): readonly SettingFact[] =>
  settingNames.map((name) => {
    const show = shown[name]
    const value = show === 'secret' ? undefined : show(config)
    return {
      name,
      about: settings[name],
      from: given.has(name) ? 'environment' : 'default',
      value: value === undefined ? undefined : String(value),
      isSecret: show === 'secret',
    }
  })

/** Of a server of models, without a name and password that may stand in it. */
export function addressOf(baseUrl: string | undefined): string {
  const url = toUrl(baseUrl ?? 'https://api.openai.com/v1')
  return url === undefined ? '' : `${url.origin}${url.pathname}`
}
