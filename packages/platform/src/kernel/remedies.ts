import type { Remedy } from '@bindery/model'

/**
 * What may remove the cause of a failure, each with the names of what it is about. A face knows how it is asked for there: the
 * server an address, the console a page.
 */
export interface Remedies {
  readonly list_agents: object
  readonly list_integrations: object
  readonly list_secrets: object
  readonly list_auth_connectors: object
  readonly list_webhooks: object
  readonly list_versions_of_schema: { readonly kind: string }
  readonly register_pack: { readonly pack: string }
  readonly connect_integration: { readonly kind: string }
  readonly change_integration: { readonly kind: string }
  readonly upload_description: { readonly kind: string }
  readonly discover: { readonly kind: string }
  readonly change_auth_connector: { readonly id: string }
  readonly set_caller_verification: { readonly agentId: string }
}

export type RemedyName = keyof Remedies

/** The member of the details of an error that says so. */
export const remedy = <Name extends RemedyName>(
  does: Name,
  ...[of]: Remedies[Name] extends Readonly<Record<string, string>> ? [of: Remedies[Name]] : []
): { readonly remedy: Remedy } => ({ remedy: { does, of: { ...of } } })
