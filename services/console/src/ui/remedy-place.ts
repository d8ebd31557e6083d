import type { Problem } from '@bindery/client'
import { t } from '../text/translate.ts'

/** A page where what a failure lacks can be set right. */
export interface RemedyPlace {
  readonly href: string
  readonly label: string
}

type Of = NonNullable<Problem['remedy']>['of']

const provider = ({ kind = '' }: Of): string => `/providers/${encodeURIComponent(kind)}`
const openProvider = (of: Of): RemedyPlace => ({
  href: provider(of),
  label: t('remedy.provider', { kind: of['kind'] ?? '' }),
})

const places: Readonly<Record<string, (of: Of) => RemedyPlace>> = {
  list_agents: () => ({ href: '/agents', label: t('remedy.agents') }),
  list_integrations: () => ({ href: '/providers', label: t('remedy.providers') }),
  list_secrets: () => ({ href: '/settings/secrets', label: t('remedy.secrets') }),
  list_auth_connectors: () => ({ href: '/settings/secrets', label: t('remedy.secrets') }),
  change_auth_connector: () => ({ href: '/settings/secrets', label: t('remedy.secrets') }),
  list_webhooks: () => ({ href: '/settings/webhooks', label: t('remedy.webhooks') }),
  register_pack: () => ({ href: '/providers/new', label: t('remedy.new_provider') }),
  list_versions_of_schema: (of) => ({ href: `${provider(of)}/changes`, label: t('remedy.changes') }),
  connect_integration: openProvider,
  change_integration: openProvider,
  upload_description: openProvider,
  discover: openProvider,
  set_caller_verification: ({ agentId = '' }) => ({
    href: `/agents/${encodeURIComponent(agentId)}`,
    label: t('remedy.agent'),
  }),
}

/** Where the cause of a failure can be removed here; undefined where no page does. */
export const remedyPlace = ({ remedy }: Pick<Problem, 'remedy'>): RemedyPlace | undefined =>
  remedy !== undefined && Object.hasOwn(places, remedy.does) ? places[remedy.does]?.(remedy.of) : undefined
