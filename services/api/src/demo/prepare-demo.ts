import type { ClinicService } from '@bindery/fixtures'
import { Binding, type BindingInputDocument } from '@bindery/model'
import {
  findAgentByName,
  findIntegration,
  insertAgent,
  listEnvironments,
  setEnvironment,
} from '@bindery/store'
import { publishAgent } from '../agents/versions.ts'
import type { Principal } from '../auth/principal.ts'
import { startDiscovery } from '../discovery/start-discovery.ts'
import { newAgentId } from '../ids.ts'
import { connectIntegration } from '../integrations/connect.ts'
import { registerIntegration } from '../integrations/register.ts'
import type { Services } from '../services.ts'
import { createSkill } from '../skills/author-skill.ts'

export const clinicKind = 'clinic'
/** Not a secret: the demo clinic runs on loopback with made-up patients. */
export const clinicApiKey = 'clinic-demo-key'

const findCaller: BindingInputDocument = {
  operation: 'searchPatients',
  toolName: 'Find caller',
  description: 'Find the patient who is calling by their telephone number.',
  enabled: true,
  inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
  projection: [
    {
      path: 'patients',
      leaf: 'patients',
      max: 5,
      fields: [
        { path: 'id', leaf: 'customer_id' },
        { path: 'fullName', leaf: 'customer_name' },
        { path: 'email', leaf: 'customer_email' },
      ],
    },
  ],
}

export interface DemoAgent {
  readonly agentId: string
  readonly skillId: string | undefined
}

/** Connects the demo clinic and publishes one skill on the agent `demo`. Done once; later starts only follow the port. */
export async function prepareDemo(
  services: Services,
  principal: Principal,
  clinic: ClinicService,
): Promise<DemoAgent> {
  const existing = await findDemo(services, principal)
  if (existing !== undefined) {
    await followPort(services, principal, clinic)
    return existing
  }
  await registerIntegration(services, principal, {
    kind: clinicKind,
    name: 'Harbour Clinic (demo)',
    description: 'A made-up clinic that runs inside this server',
    type: 'openapi',
    source: { url: `${clinic.baseUrl}/openapi.json` },
    environments: { development: { baseUrl: clinic.baseUrl }, production: { baseUrl: clinic.baseUrl } },
  })
  const credentials = { api_key: clinicApiKey, in: 'header', name: 'X-Clinic-Key' }
  for (const environment of ['development', 'production'] as const) {
    await connectIntegration(services, principal, { kind: clinicKind, environment, credentials })
  }
  await startDiscovery(services, principal, { kind: clinicKind, environment: 'production', waitMs: 30_000 })
  return makeAgent(services, principal)
}

async function makeAgent(services: Services, principal: Principal): Promise<DemoAgent> {
  const agentId = newAgentId()
  const { organizationId } = principal
  await services.store.run(organizationId, (transaction) =>
    insertAgent(transaction, {
      organizationId,
      id: agentId,
      name: 'demo',
      description: 'Answers the clinic’s telephone',
    }),
  )
  const binding = Binding.parse(findCaller)
  const { row } = await createSkill(services, principal, { agentId, kind: clinicKind, binding })
  await publishAgent(services, principal, { agentId, note: 'Made at the first start', ifMatch: undefined })
  return { agentId, skillId: row.id }
}

async function findDemo(services: Services, principal: Principal): Promise<DemoAgent | undefined> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await findAgentByName(transaction, 'demo')
    return agent === undefined ? undefined : { agentId: agent.id, skillId: undefined }
  })
}

/** The clinic may have had to take another port than last time. */
async function followPort(services: Services, principal: Principal, clinic: ClinicService): Promise<void> {
  const { organizationId } = principal
  await services.store.run(organizationId, async (transaction) => {
    const integration = await findIntegration(transaction, clinicKind)
    if (integration === undefined) return
    for (const slot of await listEnvironments(transaction, integration.id)) {
      if (!slot.base_url.startsWith('http://127.0.0.1:')) continue
      const place = { organizationId, integrationId: integration.id, environment: slot.environment }
      await setEnvironment(transaction, place, clinic.baseUrl)
    }
  })
}
