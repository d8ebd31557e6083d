import { type Environment, PlatformError } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import { type EnvironmentRow, findIntegration, listEnvironments } from '@bindery/store'
import { resolveCredential } from '../credentials/resolve-credential.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { isToldOf } from '../kernel/environment-rule.ts'

/** Where an integration sends to in one environment. `host` is null where that cannot be told. */
export interface EgressHost {
  /** Slug of the integration. */
  readonly integration: string
  readonly environment: Environment
  readonly host: string | null
  readonly connected: boolean
}

/** Hosts that a key is told of, by the slug of the integration. A database has no address of its own: its credential names the host. */
export async function findEgressHosts(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  kinds: readonly string[],
): Promise<ReadonlyMap<string, readonly EgressHost[]>> {
  const found = await services.store.run(principal.organizationId, async (transaction) => {
    const list: IntegrationWithSlots[] = []
    for (const kind of kinds) {
      const integration = await findIntegration(transaction, kind)
      if (integration !== undefined)
        list.push({ integration, slots: await listEnvironments(transaction, integration.id) })
    }
    return list
  })
  const hosts = new Map<string, readonly EgressHost[]>()
  for (const each of found) {
    const list: EgressHost[] = []
    for (const slot of each.slots.filter((own) => isToldOf(principal, own))) {
      const host = await hostOf(services, each, slot)
      const { kind: integration } = each.integration
      list.push({ integration, environment: slot.environment, host, connected: slot.connectedAt !== null })
    }
    hosts.set(each.integration.kind, list)
  }
  return hosts
}

async function hostOf(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  { integration }: IntegrationWithSlots,
  slot: EnvironmentRow,
): Promise<string | null> {
  if (dialectOf(integration.type) === undefined) return new URL(slot.baseUrl).host
  try {
    const { login } = (await resolveCredential(services, integration, slot)).credential
    if (login === undefined) return null
    return login.port === undefined ? login.host : `${login.host}:${login.port}`
  } catch (error) {
    // A credential that was taken away or no longer opens names no host; the report says so by the slot.
    if (error instanceof PlatformError) return null
    throw error
  }
}
