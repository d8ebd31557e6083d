import {
  effects,
  integrationsOf,
  isWrite,
  operationNames,
  type OrganizationId,
  type Skill,
} from '@bindery/model'
import { driftImpacts } from '@bindery/model/drift'
import {
  listDriftsOfAgent,
  listLinksOfAgent,
  listSkillCalls,
  listSkills,
  listTestsOfAgent,
  type SkillCalls,
  type SkillDriftRow,
  skillExposures,
  skillOrigins,
  type SkillRow,
  type SkillTestRow,
  skillStatuses,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { timestamp } from '../kernel/shapes.ts'
import { findLiveVersion } from '../skills/find-version.ts'
import { type ManifestEntry, manifestOf } from '../skills/manifest.ts'
import { readSkill } from '../skills/read-skill.ts'
import { openContent } from '../skills/tests/skill-test.ts'
import { runTests } from '../skills/tests/run-tests.ts'
import { AgentView, viewAgent } from './agent-view.ts'
import { toolTokens } from './skill-disclosure.ts'

const draftStates = ['same', 'added', 'changed', 'removed', 'left_out'] as const
type DraftState = (typeof draftStates)[number]

const Row = z
  .object({
    id: z.string(),
    functionName: z.string(),
    name: z.string(),
    integration: z.string(),
    integrations: z.array(z.string()).describe('All that it calls; of one operation the same one'),
    operation: z.string(),
    steps: z.int().nullable().describe('How many it has, of a skill of steps; null of one operation'),
    effect: z.enum(effects),
    isWrite: z.boolean(),
    origin: z.enum(skillOrigins),
    status: z.enum(skillStatuses),
    statusReason: z.string().nullable(),
    isEnabled: z.boolean(),
    exposure: z.enum(skillExposures),
    revision: z.int(),
    updatedAt: timestamp,
  })
  .meta({ id: 'SkillRow' })

const SkillOverview = z.object({
  row: Row.nullable().describe('Null for a skill that is live and was deleted from the draft'),
  skillId: z.string(),
  functionName: z.string(),
  draftState: z
    .enum(draftStates)
    .describe('What publishing now would do to it; `left_out`: it is not live, and would not be'),
  tests: z.object({ total: z.int(), failing: z.int() }),
  tokens: z.int().describe('What its definition costs in a prompt over MCP, about'),
  stats24h: z.object({ calls: z.int(), failed: z.int(), waiting: z.int() }),
  drift: z.object({ id: z.string(), impact: z.enum(driftImpacts), createdAt: timestamp }).nullable(),
})

/** The page of an agent. */
export const OverviewView = z
  .object({
    agent: AgentView,
    version: z
      .object({ number: z.int(), publishedAt: timestamp, by: z.string(), note: z.string().nullable() })
      .nullable(),
    skills: z.array(SkillOverview),
    tokens: z.object({
      total: z.int().describe('Of the tools that would be listed: valid and enabled'),
      budget: z.int().describe('Past it, tools are searched instead of listed'),
    }),
  })
  .meta({ id: 'AgentOverview' })

interface Found {
  readonly head: Pick<z.input<typeof OverviewView>, 'agent' | 'version'>
  readonly live: readonly ManifestEntry[]
  readonly rows: readonly SkillRow[]
  /** Revisions of shared actions, by the skill that comes from one. */
  readonly pins: ReadonlyMap<string, number>
  readonly tests: readonly SkillTestRow[]
  readonly drifts: readonly SkillDriftRow[]
  readonly calls: readonly SkillCalls[]
}

/** The same number of queries however many skills there are. Sends nothing. Throws `not_found`. */
export async function overviewAgent(
  services: Needs<'config' | 'store'>,
  principal: Principal,
  agentId: string,
): Promise<z.input<typeof OverviewView>> {
  const { organizationId } = principal
  const found = await services.store.run(organizationId, (transaction) =>
    collect(transaction, principal, agentId),
  )
  const live = new Map(found.live.map((entry) => [entry.skillId, entry]))
  const skills: z.input<typeof SkillOverview>[] = []
  for (const row of found.rows) {
    const skill = readSkill(row.bytes)
    const tests = found.tests.filter(({ skillId }) => skillId === row.id)
    skills.push({
      ...aboutSkill(row.id, found),
      row: toRow(row, skill),
      functionName: row.functionName,
      draftState: stateOf(row, live.get(row.id), found.pins.get(row.id)),
      tests: { total: tests.length, failing: await countFailing(services, { organizationId, skill, tests }) },
      tokens: toolTokens([skill]).mcp,
    })
    live.delete(row.id)
  }
  for (const { skillId, functionName } of live.values())
    skills.push({
      ...aboutSkill(skillId, found),
      row: null,
      functionName,
      draftState: 'removed',
      tests: { total: 0, failing: 0 },
      tokens: 0,
    })
  const listed = found.rows.filter(({ status, isEnabled }) => status === 'valid' && isEnabled)
  const total = toolTokens(listed.map(({ bytes }) => readSkill(bytes))).mcp
  return { ...found.head, skills, tokens: { total, budget: services.config.mcpToolBudget } }
}

async function collect(
  transaction: Transaction,
  { environment }: Principal,
  agentId: string,
): Promise<Found> {
  const agent = await requireAgent(transaction, agentId)
  const version = await findLiveVersion(transaction, agent)
  const links = await listLinksOfAgent(transaction, agent.id)
  return {
    head: {
      agent: await viewAgent(transaction, agent),
      version:
        version === undefined
          ? null
          : {
              number: version.number,
              publishedAt: version.createdAt,
              by: version.publishedBy,
              note: version.note,
            },
    },
    live: version === undefined ? [] : manifestOf(version).skills,
    rows: await listSkills(transaction, agent.id),
    pins: new Map(links.map(({ skillId, revision }) => [skillId, revision])),
    tests: await listTestsOfAgent(transaction, agent.id),
    drifts: await listDriftsOfAgent(transaction, agent.id),
    calls: await listSkillCalls(transaction, { agentId: agent.id, environment }),
  }
}

/** As the difference between the live version and the draft has it. */
function stateOf(row: SkillRow, live: ManifestEntry | undefined, pin: number | undefined): DraftState {
  if (row.status !== 'valid') return live === undefined ? 'left_out' : 'removed'
  if (live === undefined) return 'added'
  return live.skillHash === row.skillHash && live.sharedAction?.revision === pin ? 'same' : 'changed'
}

function aboutSkill(skillId: string, { drifts, calls }: Found) {
  const drift = drifts.find((one) => one.skillId === skillId)
  const counted = calls.find((one) => one.skillId === skillId)
  return {
    skillId,
    stats24h: {
      calls: counted?.calls ?? 0,
      failed: counted?.failed ?? 0,
      waiting: counted?.waiting ?? 0,
    },
    drift: drift === undefined ? null : { id: drift.id, impact: drift.impact, createdAt: drift.createdAt },
  }
}

interface Checked {
  readonly organizationId: OrganizationId
  readonly skill: Skill
  readonly tests: readonly SkillTestRow[]
}

async function countFailing(
  { store }: Needs<'store'>,
  { organizationId, skill, tests }: Checked,
): Promise<number> {
  const opened = tests.map((row) => ({
    row,
    content: openContent(store, { organizationId, id: row.id }, row.sealed),
  }))
  return (await runTests(skill, opened)).filter(({ status }) => status === 'failed').length
}

const toRow = (row: SkillRow, skill: Skill): z.input<typeof Row> => ({
  id: row.id,
  functionName: row.functionName,
  name: skill.toolName,
  integration: row.kind,
  integrations: [...integrationsOf(skill)],
  operation: operationNames(skill),
  steps: skill.steps?.length ?? null,
  effect: skill.effect,
  isWrite: isWrite(skill.effect),
  origin: row.origin,
  status: row.status,
  statusReason: row.statusReason,
  isEnabled: row.isEnabled,
  exposure: row.exposure,
  revision: row.revision,
  updatedAt: row.updatedAt,
})
