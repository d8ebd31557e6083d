import { publishedOutputSchema } from '@bindery/compiler'
import {
  type AnyBinding,
  effects,
  JsonValue,
  integrationsOf,
  needsVerifiedIdentity,
  operationNames,
  operationsOf,
  type OrganizationId,
  parseBinding,
  type Skill,
} from '@bindery/model'
import { skillExposures, type SkillRow } from '@bindery/store'
import { z } from 'zod'
import { JsonObjectData, timestamp } from '../kernel/shapes.ts'
import { readSkill } from './read-skill.ts'

/** The Skill object of the API. */
export const SkillView = z
  .object({
    id: z.string(),
    agentId: z.string(),
    organizationId: z.string(),
    integration: z.string(),
    integrations: z.array(z.string()).describe('All that it calls; of one operation the same one'),
    operation: z.string(),
    name: z.string(),
    functionName: z.string(),
    description: z.string(),
    skillType: z.enum(['native_rest', 'native_graphql', 'native_sql', 'http_webhook', 'mcp', 'steps']),
    origin: z.enum(['binding', 'auto', 'pack', 'action', 'shared_action', 'mcp']),
    managedBy: z.string().nullable().describe('The project whose files it is written from'),
    status: z.enum(['draft', 'valid', 'stale']),
    statusReason: z.string().nullable(),
    effect: z.enum(effects),
    parametersSchema: JsonObjectData,
    requiredParams: z.array(z.string()),
    outputSchema: JsonObjectData,
    executionConfig: JsonObjectData,
    dataEgressMap: z.record(z.string(), z.array(z.string())),
    allowedFields: z.array(z.string()),
    isWrite: z.boolean(),
    requiresVerifiedIdentity: z.boolean(),
    requiresConfirmation: z.boolean(),
    nonParallelizable: z.boolean(),
    channels: z.array(z.string()),
    errorHandling: z.record(z.string(), JsonValue),
    isEnabled: z.boolean(),
    exposure: z.enum(skillExposures),
    expectedLatencyMs: z.int().nullable(),
    sensitivity: z.string(),
    compiledHash: z.string(),
    catalogHash: z.string(),
    revision: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Skill' })

/** Face names of the protocols; a source kind that is not here speaks HTTP. */
const skillTypes: Readonly<Record<string, z.infer<typeof SkillView>['skillType']>> = {
  openapi: 'native_rest',
  graphql: 'native_graphql',
  postgres: 'native_sql',
  mysql: 'native_sql',
  'custom-http': 'http_webhook',
  mcp: 'mcp',
}

/** The face name of the protocol that a source kind speaks. */
export const skillTypeOf = (source: string): z.infer<typeof SkillView>['skillType'] =>
  skillTypes[source] ?? 'http_webhook'

export function toSkillView(row: SkillRow, organizationId: OrganizationId): z.input<typeof SkillView> {
  const skill = readSkill(row.bytes)
  return {
    id: row.id,
    agentId: row.agentId,
    organizationId,
    integration: row.kind,
    integrations: [...integrationsOf(skill)],
    operation: operationNames(skill),
    name: skill.toolName,
    functionName: skill.functionName,
    description: skill.description,
    skillType: skill.steps === undefined ? skillTypeOf(skill.source) : 'steps',
    origin: row.origin,
    managedBy: row.managedBy,
    status: row.status,
    statusReason: row.statusReason,
    effect: skill.effect,
    parametersSchema: skill.parametersSchema,
    requiredParams: skill.parameters
      .filter((parameter) => parameter.required)
      .map((parameter) => parameter.name),
    outputSchema: publishedOutputSchema(skill),
    executionConfig: { ...plansOf(skill), ...policyOf(skill) },
    dataEgressMap: egressOf(skill),
    allowedFields: skill.outputs.map((output) => output.leaf),
    isWrite: skill.effect !== 'read',
    requiresVerifiedIdentity:
      skill.policy.requiresVerifiedIdentity || needsVerifiedIdentity(skill.sensitivity),
    requiresConfirmation: skill.policy.requiresConfirmation,
    nonParallelizable: skill.policy.nonParallelizable,
    channels: ['http'],
    errorHandling: { ...messagesOf(skill) },
    isEnabled: row.isEnabled,
    exposure: row.exposure,
    expectedLatencyMs: null,
    sensitivity: skill.sensitivity,
    compiledHash: row.skillHash,
    catalogHash: operationsOf(skill)[0]?.catalogHash ?? '',
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

/** The authored form of a skill, as it can be sent back. */
export const toBindingView = (row: SkillRow): AnyBinding => parseBinding(row.binding)

/** What is called: the plan of the one operation, or those of all steps. */
function plansOf(skill: Skill): z.input<typeof JsonObjectData> {
  if (skill.steps === undefined) return { operation: skill.operation, plan: skill.plan }
  return {
    steps: skill.steps.map(({ id, skill: { integration, operation, plan } }) => ({
      step: id,
      integration,
      operation,
      plan,
    })),
  }
}

function policyOf(skill: Skill) {
  const { timeoutMs, rateLimitPerMinute, maxResponseBytes } = skill.policy
  return { timeoutMs, maxResponseBytes, ...(rateLimitPerMinute === undefined ? {} : { rateLimitPerMinute }) }
}

function egressOf(skill: Skill): Record<string, string[]> {
  const map = new Map<string, string[]>()
  const [only = ''] = integrationsOf(skill)
  for (const { parameter, argument, integration = only } of skill.egress) {
    map.set(parameter, [...(map.get(parameter) ?? []), `${integration}: ${argument}`])
  }
  return Object.fromEntries(map)
}

function messagesOf(skill: Skill): Record<string, string> {
  const entries = Object.entries(skill.messages).filter(([, text]) => text !== undefined)
  return Object.fromEntries(entries.map(([outcome, text]) => [outcome, String(text)]))
}
