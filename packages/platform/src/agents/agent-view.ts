import { type AgentRow, type AgentFacts, listAgentFacts, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { timestamp } from '../kernel/shapes.ts'

export const AgentView = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    timezone: z
      .string()
      .nullable()
      .describe('An IANA time zone, in which it means days; null until it is set'),
    status: z.enum(['draft', 'published']),
    publishedVersionId: z.string().nullable(),
    version: z.int().nullable().describe('The number of the version that is live'),
    skillCount: z.int().describe('Of the draft, also those that publishing would leave out'),
    draftChanges: z.int().describe('Skills that publishing now would add, change or remove'),
    revision: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Agent' })

/** Agents as the API shows them, in their order. One query, however many there are. */
export async function viewAgents(
  transaction: Transaction,
  agents: readonly AgentRow[],
): Promise<z.input<typeof AgentView>[]> {
  const found = await listAgentFacts(
    transaction,
    agents.map(({ id }) => id),
  )
  const facts = new Map(found.map((each) => [each.agentId, each]))
  return agents.map((agent) => toView(agent, facts.get(agent.id)))
}

export async function viewAgent(
  transaction: Transaction,
  agent: AgentRow,
): Promise<z.input<typeof AgentView>> {
  const [facts] = await listAgentFacts(transaction, [agent.id])
  return toView(agent, facts)
}

const toView = (agent: AgentRow, facts: AgentFacts | undefined): z.input<typeof AgentView> => ({
  id: agent.id,
  name: agent.name,
  description: agent.description,
  timezone: agent.timezone,
  status: agent.publishedVersionId === null ? 'draft' : 'published',
  publishedVersionId: agent.publishedVersionId,
  version: facts?.version ?? null,
  skillCount: facts?.skillCount ?? 0,
  draftChanges: facts?.draftChanges ?? 0,
  revision: agent.revision,
  createdAt: agent.createdAt,
  updatedAt: agent.updatedAt,
})
