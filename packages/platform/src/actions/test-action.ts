import {
  type Environment,
  type Json,
  type JsonObject,
  openScoping,
  PlatformError,
  type Skill,
  type ProviderRefusal,
} from '@bindery/model'
import type { Principal } from '../kernel/principal.ts'
import { rehearseSkill, requestOf } from '../runs/rehearse-skill.ts'
import type { Needs } from '../kernel/needs.ts'
import { compileBinding } from '../skills/compile-binding.ts'
import { ActionLink } from '../integrations/action-link.ts'
import { requireAction, requireAuthored } from './author-action.ts'
import { bindingOf, parameterNameOf } from './binding-of.ts'
import { definitionOf } from '../integrations/shared-action.ts'

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
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  test: ActionTest,
): Promise<ActionTestResult> {
  const skill = await prepareSkill(services, principal, test)
  const { preview, result, response, ms } = await rehearseSkill(services, principal, {
    skill,
    scoping: openScoping,
    environment: test.environment,
    params: Object.fromEntries(
      Object.entries(test.params).map(([name, value]) => [parameterNameOf(name), value] as const),
    ),
  })
  const request = requestOf(preview)
  switch (result.status) {
    case 'succeeded': {
      const shown = response === undefined ? null : { status: response.status, data: shorten(response.data) }
      return { request, response: shown, mapped: result.output, ms }
    }
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous':
      return { request, response: failureOf(notFound(result.provider)), mapped: null, ms }
    case 'failed':
    case 'outcome_unknown':
      return { request, response: failureOf(result.error), mapped: null, ms }
    case 'confirmation_required':
      throw new Error('A test asks nobody.')
  }
}

/** The action as a skill, compiled now; audited before anything is sent. */
async function prepareSkill(
  services: Needs<'store'>,
  principal: Principal,
  test: ActionTest,
): Promise<Skill> {
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

/** What agents get as an ordinary outcome is a refusal to who looks at the provider. */
const notFound = (provider: ProviderRefusal | undefined): PlatformError =>
  new PlatformError('upstream_error', 'The provider answered with status 404.', {
    upstreamStatus: 404,
    ...(provider === undefined ? {} : { provider }),
  })

/** Only what the provider said is part of the answer; everything else is a problem of the request. */
function failureOf(error: PlatformError): Json {
  const { provider, upstreamStatus } = error.details
  const cause = error.details.cause
  if (error.code === 'outcome_unknown' && cause instanceof PlatformError) return failureOf(cause)
  if (!error.code.startsWith('upstream_')) throw error
  return {
    status: upstreamStatus ?? null,
    error: {
      code: error.code,
      message: error.message,
      ...(provider === undefined ? {} : { provider: provider.message }),
    },
  }
}

const longest = 65_536

function shorten(data: Json): Json {
  const text = JSON.stringify(data)
  return text.length <= longest ? data : `${text.slice(0, longest)}…`
}
