import type { Problem } from '@bindery/client'

const provider = '/providers/:kind'
const secrets = '/settings/secrets'

/** By what a remedy does, the page for it, with `:names` of what it is about. */
const pages: Readonly<Record<string, string>> = {
  list_agents: '/agents',
  list_integrations: '/providers',
  list_secrets: secrets,
  list_auth_connectors: secrets,
  change_auth_connector: secrets,
  list_webhooks: '/settings/webhooks',
  register_pack: '/providers/new',
  list_versions_of_schema: `${provider}/changes`,
  connect_integration: provider,
  change_integration: provider,
  upload_description: provider,
  discover: provider,
  set_caller_verification: '/agents/:agentId',
}

/** The address of the page where what a failure lacks can be set right; undefined where no page does. */
export function remedyPlace({ remedy }: Pick<Problem, 'remedy'>): string | undefined {
  if (remedy === undefined || !Object.hasOwn(pages, remedy.does)) return undefined
  return pages[remedy.does]?.replace(/:(\w+)/, (_, name: string) => encodeURIComponent(remedy.of[name] ?? ''))
}
