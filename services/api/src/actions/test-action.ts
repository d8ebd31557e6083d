import {
  type AgentId,
  type Environment,
  type Executor,
  isAgentId,
  isSkillId,
  type Json,
  type JsonObject,
  PlatformError,
  type ProviderResponse,
  type Skill,
  type SkillCall,
  skillHash,
} from '@bindery/model'
import { memoryPorts, previewSkill, type RunnableSkill, type RunPorts, runSkill } from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import type { Principal } from '../auth/principal.ts'
import { conversationContext } from '../execution/conversation-context.ts'
import { newId } from '../ids.ts'
import { openIntegration, openPreview } from '../integrations/open-integration.ts'
import type { Services } from '../services.ts'
import { compileBinding } from '../skills/compile-binding.ts'
import { ActionLink } from './action-link.ts'
import { requireAction, requireAuthored } from './author-action.ts'
import { bindingOf, parameterNameOf } from './binding-of.ts'
import { definitionOf } from './shared-action.ts'

export interface ActionTest {
  readonly kind: string
  readonly actionId: string
  readonly environment: Environment
  readonly params: JsonObject
}

export interface ActionTestResult {
  readonly request: Json
  readonly response: Json
  readonly mapped: JsonObject | null
  readonly ms: number
}

/**
 * Calls an action once, as an operator who looks at it: compiled and sent by the code that live calls use, but behind no
 * confirmation and outside of every log but the audit. What the provider refuses is part of the answer.
 */
export async function testAction(
  services: Services,
  principal: Principal,
  test: ActionTest,
): Promise<ActionTestResult> {
  const skill = await prepareSkill(services, principal, test)
  const seen: ProviderResponse[] = []
  const ports = portsFor(services, seen)
  const runnable = toRunnable(skill)
  const call = toCall(principal, runnable, test)
  const shown = await previewSkill(runnable, call, ports)
  if (shown.status === 'failed') throw shown.error
  const began = performance.now()
  const result = await runSkill(runnable, call, ports)
  const ms = Math.round(performance.now() - began)
  const query = {
    organizationId: principal.organizationId,
    integration: test.kind,
    environment: test.environment,
  }
  const { redact } = await openIntegration(services, query)
  const response = seen[0] === undefined ? null : { status: seen[0].status, data: shorten(seen[0].data) }
  const request = toRequest(shown.preview)
  switch (result.status) {
    case 'succeeded':
      return { request, response: redact?.(response) ?? response, mapped: result.output, ms }
    case 'failed':
    case 'outcome_unknown':
      return { request, response: failureOf(result.error), mapped: null, ms }
    case 'confirmation_required':
      throw new Error('A test asks nobody.')
  }
}

/** The action as a skill, compiled now; audited before anything is sent. */
async function prepareSkill(services: Services, principal: Principal, test: ActionTest): Promise<Skill> {
  const { organizationId, actor } = principal
  return services.store.run(organizationId, async (transaction) => {
    const integration = await requireAuthored(transaction, test.kind)
    const row = await requireAction(transaction, integration, test.actionId)
    const definition = definitionOf(row)
    const leaves = definition.responseMapping.flatMap((output) => [
      output.leaf,
      ...(output.fields ?? []).map((field) => field.leaf),
    ])
    const link = ActionLink.parse({ allowSensitive: leaves })
    const compiled = await compileBinding(transaction, integration, bindingOf(row.slug, definition, link))
    if (!compiled.ok) {
      throw new PlatformError('binding_invalid', 'The action cannot be compiled.', {
        issues: compiled.failure,
      })
    }
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'shared_action.tested',
      subject: row.id,
      detail: { slug: row.slug, environment: test.environment, params: Object.keys(test.params) },
    })
    return compiled.value.skill
  })
}

function toRunnable(compiled: Skill): RunnableSkill {
  const policy = { ...compiled.policy, requiresConfirmation: false, requiresVerifiedIdentity: false }
  const { requiresHumanApproval: _approval, ...open } = policy
  const skill = { ...compiled, policy: open }
  const skillId = newId()
  if (!isSkillId(skillId)) throw new Error('A new id does not have the form of an id.')
  return {
    skillId,
    skill,
    skillHash: skillHash(skill),
    isEnabled: true,
    isPublished: true,
    scoping: { blockedObjects: [], blockedFields: [] },
  }
}

function toCall(
  principal: Principal,
  { skillId, skill, skillHash: hash }: RunnableSkill,
  test: ActionTest,
): SkillCall {
  const agentId = newAgent()
  const given = Object.entries(test.params).map(([name, value]) => [parameterNameOf(name), value] as const)
  const isContext = (name: string) =>
    skill.parameters.some((parameter) => parameter.name === name && parameter.origin === 'context')
  return {
    organizationId: principal.organizationId,
    agentId,
    skillId,
    skillHash: hash,
    params: Object.fromEntries(given.filter(([name]) => !isContext(name))),
    context: conversationContext({
      agentId,
      given: Object.fromEntries(given.filter(([name]) => isContext(name))),
      facts: {},
      now: new Date(),
    }),
    environment: test.environment,
    isCallerVerified: true,
    verifiedAt: new Date(),
    actor: principal.actor,
  }
}

function newAgent(): AgentId {
  const id = newId()
  if (isAgentId(id)) return id
  throw new Error('A new id does not have the form of an id.')
}

/** The world of a run with nothing kept, and with what the provider answered put aside. */
function portsFor(services: Services, seen: ProviderResponse[]): RunPorts {
  const now = () => new Date()
  return {
    ...memoryPorts(now),
    now,
    newId,
    connect: (target) => openIntegration(services, target),
    preview: (target) => openPreview(services, target),
    executorOf: async (source): Promise<Executor> => {
      const adapter = await loadAdapter(source)
      return {
        execute: async (call, connection, signal) => {
          const response = await adapter.execute(call, connection, signal)
          if (!('taken' in connection)) seen.push(response)
          return response
        },
      }
    },
  }
}

/** Only what the provider said is part of the answer; everything else is a problem of the request. */
function failureOf(error: PlatformError): Json {
  const { upstreamStatus } = error.details
  const cause = error.details.cause
  if (error.code === 'outcome_unknown' && cause instanceof PlatformError) return failureOf(cause)
  if (!error.code.startsWith('upstream_')) throw error
  return { status: upstreamStatus ?? null, error: { code: error.code, message: error.message } }
}

function toRequest(preview: Json): Json {
  return typeof preview === 'object' && preview !== null && 'request' in preview
    ? preview['request']
    : preview
}

const longest = 65_536

function shorten(data: Json): Json {
  const text = JSON.stringify(data)
  return text.length <= longest ? data : `${text.slice(0, longest)}…`
}
