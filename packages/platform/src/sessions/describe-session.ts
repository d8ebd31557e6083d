import { environments, PlatformError } from '@bindery/model'
import {
  findApiKey,
  findOrganization,
  pageAgents,
  pageIntegrations,
  type PageWindow,
  type RowPage,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { type Scope, scopes } from '../kernel/scopes.ts'
import { countInbox } from '../review/inbox.ts'

/** Lists are counted up to here. */
const mostCounted = 10_000

const Count = z
  .int()
  .nullable()
  .describe('As many as the list has, up to 10,000; null where the key may not read the list')

/** What a page of ours shows before anything is opened. */
export const SessionView = z
  .object({
    organization: z.object({ id: z.string(), name: z.string() }),
    key: z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.enum(scopes)),
      environment: z.enum(environments).nullable(),
    }),
    version: z.string(),
    demo: z.boolean().describe('Whether the server sets the demo up'),
    model: z
      .object({ name: z.string() })
      .nullable()
      .describe('The language model that drafts bindings; null where rules draft alone'),
    counts: z.object({
      approvals: Count.describe('Calls that wait for a person; null where the key may not read them'),
      drift: Count.describe('Skills that a provider has drifted away from'),
      drafts: Count.describe('Drafts with lines that nobody decided'),
    }),
    agents: Count,
    integrations: Count,
  })
  .meta({ id: 'Session' })

type Services = Needs<'instance' | 'languageModel' | 'store'>

/** Throws `api_key_invalid` for a key that was revoked meanwhile. */
export async function describeSession(
  { instance, languageModel, store }: Services,
  principal: Principal,
): Promise<z.input<typeof SessionView>> {
  return store.run(principal.organizationId, async (transaction) => {
    const key = await findApiKey(transaction, principal.keyId)
    const organization = await findOrganization(transaction, principal.organizationId)
    if (key === undefined || organization === undefined)
      throw new PlatformError('api_key_invalid', 'This API key was revoked.')
    return {
      organization: { id: organization.id, name: organization.name },
      key: {
        id: key.id,
        name: key.name,
        scopes: [...principal.scopes],
        environment: principal.environment ?? null,
      },
      version: instance.version,
      demo: instance.demo === 'on',
      model: languageModel === undefined ? null : { name: languageModel.model },
      ...(await countLists(transaction, principal)),
    }
  })
}

/** Each count comes from the query of the list that it stands for, so that it says what the list shows. */
async function countLists(transaction: Transaction, principal: Principal) {
  const count = async (scope: Scope, list: (window: PageWindow) => Promise<RowPage<unknown>>) => {
    if (!principal.scopes.has(scope)) return null
    return (await list({ after: undefined, limit: 1 })).total ?? mostCounted
  }
  const { approval, drift, draft } = await countInbox(transaction, principal)
  return {
    counts: { approvals: approval, drift, drafts: draft },
    agents: await count('agents:read', (window) => pageAgents(transaction, window)),
    integrations: await count('integrations:read', (window) => pageIntegrations(transaction, window)),
  }
}
