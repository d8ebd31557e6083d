import { writeArazzo, type WrittenSkill, type WrittenSource } from '@bindery/arazzo'
import {
  isStepsBinding,
  type JsonObject,
  parseBinding,
  type PathStep,
  type Skill,
  type StepsBinding,
} from '@bindery/model'
import { listSkills, type SkillRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { openSources } from './known-sources.ts'

export interface ExportedArazzo {
  readonly document: JsonObject
  /** Skills that are not in it, and why. */
  readonly leftOut: readonly {
    readonly skillId: string
    readonly functionName: string
    readonly why: string
  }[]
}

/** The skills of an agent whose operations are all of OpenAPI descriptions, or those that are named, as workflows. */
export async function exportArazzo(
  services: Needs<'store'>,
  principal: Principal,
  { agentId, skillIds }: { readonly agentId: string; readonly skillIds: readonly string[] },
): Promise<ExportedArazzo> {
  const { organizationId } = principal
  const { agent, rows } = await services.store.run(organizationId, async (transaction) => {
    const found = await requireAgent(transaction, agentId)
    if (skillIds.length === 0) return { agent: found, rows: await listSkills(transaction, found.id) }
    const named: SkillRow[] = []
    for (const skillId of new Set(skillIds)) named.push(await requireSkill(transaction, agentId, skillId))
    return { agent: found, rows: named }
  })
  const kinds = new Set(rows.flatMap((row) => callsOf(row).map(({ integration }) => integration)))
  const { sources, closed } = await openSources(services, organizationId, kinds)
  const asked = rows.map((row) => ({ row, why: whyNot(row, { sources, closed }) }))
  return {
    document: writeArazzo({
      title: agent.name,
      skills: asked.flatMap(({ row, why }) => (why === undefined ? [toWritten(row)] : [])),
      sources,
    }),
    leftOut: asked.flatMap(({ row, why }) =>
      why === undefined ? [] : [{ skillId: row.id, functionName: row.functionName, why }],
    ),
  }
}

type Called = Pick<StepsBinding['steps'][number], 'integration' | 'operation'>

function callsOf(row: SkillRow): readonly Called[] {
  const binding = parseBinding(row.binding)
  return isStepsBinding(binding) ? binding.steps : [{ integration: row.kind, operation: binding.operation }]
}

interface Opened {
  readonly sources: ReadonlyMap<string, WrittenSource>
  readonly closed: ReadonlyMap<string, string>
}

function whyNot(row: SkillRow, { sources, closed }: Opened): string | undefined {
  for (const { integration, operation } of callsOf(row)) {
    const source = sources.get(integration)
    if (source === undefined) return closed.get(integration) ?? `There is no integration "${integration}".`
    if (!source.catalog.operations.some(({ name }) => name === operation))
      return `"${integration}" has no operation "${operation}" any more, or scoping hides it.`
  }
  return undefined
}

function toWritten(row: SkillRow): WrittenSkill {
  const binding = parseBinding(row.binding)
  const skill = readSkill(row.bytes)
  return {
    workflowId: row.functionName,
    authored: isStepsBinding(binding)
      ? { form: 'steps', binding }
      : { form: 'operation', integration: row.kind, binding },
    inputs: skill.parametersSchema,
    rows: rowsOf(skill),
  }
}

/** The list that each step takes rows of, as it was resolved. */
function rowsOf(skill: Skill): ReadonlyMap<string, readonly PathStep[]> {
  const taken = (skill.steps ?? []).flatMap(({ id, take, skill: step }) => {
    const rows = step.outputs.find(({ leaf }) => leaf === take?.leaf)
    return rows === undefined ? [] : [[id, rows.path] as const]
  })
  return new Map(taken)
}
