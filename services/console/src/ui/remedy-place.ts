import type { Problem } from '@bindery/client'
import { t } from '../text/translate.ts'

/** A page where what a failure lacks can be set right. */
export interface RemedyPlace {
  readonly href: string
  readonly label: string
}

/** By what a remedy does, the page for it, with `:names` of what it is about, and what the link to it says. */
const places = {
  list_agents: ['/agents', 'remedy.agents'],
  list_integrations: ['/providers', 'remedy.providers'],
  list_secrets: ['/settings/secrets', 'remedy.secrets'],
  list_auth_connectors: ['/settings/secrets', 'remedy.secrets'],
  change_auth_connector: ['/settings/secrets', 'remedy.secrets'],
  list_webhooks: ['/settings/webhooks', 'remedy.webhooks'],
  register_pack: ['/providers/new', 'remedy.new_provider'],
  list_versions_of_schema: ['/providers/:kind/changes', 'remedy.changes'],
  connect_integration: ['/providers/:kind', 'remedy.provider'],
  change_integration: ['/providers/:kind', 'remedy.provider'],
  upload_description: ['/providers/:kind', 'remedy.provider'],
  discover: ['/providers/:kind', 'remedy.provider'],
  set_caller_verification: ['/agents/:agentId', 'remedy.agent'],
} as const

const isPlace = (does: string): does is keyof typeof places => Object.hasOwn(places, does)

/** Where the cause of a failure can be removed here; undefined where no page does. */
export function remedyPlace({ remedy }: Pick<Problem, 'remedy'>): RemedyPlace | undefined {
  if (remedy === undefined || !isPlace(remedy.does)) return undefined
  const [path, label] = places[remedy.does]
  const { of } = remedy
  return {
    href: path.replace(/:(\w+)/, (_, name: string) => encodeURIComponent(of[name] ?? '')),
    label: t(label, { kind: of['kind'] ?? '' }),
  }
}
