import { stepsToLoad } from '@bindery/compiler'
import {
  Binding,
  type Environment,
  failure,
  integrationsOf,
  isStepsBinding,
  type Issue,
  isWrite,
  type Json,
  type JsonObject,
  PlatformError,
  type Result,
  type Scoping,
  type Skill,
  type StepsBinding,
  success,
} from '@bindery/model'
import { type IntegrationRow, listTestsOfAgent, type Transaction } from '@bindery/store'
import { loadSlice } from '../catalog/load-slice.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireScope } from '../kernel/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { toValidationError } from '../kernel/validation-error.ts'
import { PlacedBinding, toPlace } from '../skills/any-bindings.ts'
import { compileBinding, compileStepsBinding } from '../skills/compile-binding.ts'
import { zoneOf } from '../skills/circumstances.ts'
import { openContent, type PastedAnswer, type TestContent } from '../skills/tests/skill-test.ts'
import type { AnswerShape } from './mask-answer.ts'

/** What stands behind a trial: nothing, the provider, a kept test, or an answer that is given. */
export type TrialMode =
  | { readonly from: 'preview' }
  | { readonly from: 'call' }
  | { readonly from: 'replay'; readonly testId: string }
  | { readonly from: 'response'; readonly response: PastedAnswer }

export interface TrialQuestion {
  readonly agentId: string
  /** Slug of the integration; undefined where the binding names those that it calls. */
  readonly kind: string | undefined
  /** As it is written: it need not fit anything. */
  readonly binding: Json
  readonly params: JsonObject
  readonly environment: Environment
  readonly mode: TrialMode
}

/** A binding that fits, with what its trial needs. */
export interface PreparedTrial {
  readonly skill: Skill
  /** What describes the answer of each operation, in the order in which they are called. */
  readonly shapes: readonly AnswerShape[]
  /** By slug of the integration. */
  readonly scopings: { readonly [integration: string]: Scoping }
  readonly warnings: readonly Issue[]
  /** Of a replay. */
  readonly test: TestContent | undefined
  /** Of the agent, when it has one. */
  readonly timezone?: string
}

/**
 * Compiles a binding as it is written; mistakes of its structure are findings like those of the rules. A call is audited
 * here, before it is sent. Throws `not_found`, `insufficient_scope`, `schema_not_discovered`, and `bad_request` for a call that may not be tried.
 */
export function prepareTrial(
  services: Needs<'store'>,
  principal: Principal,
  question: TrialQuestion,
): Promise<Result<PreparedTrial, readonly Issue[]>> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, question.agentId)
    if (question.kind !== undefined) await requireIntegration(transaction, question.kind)
    // Beside that of the use case, and after it: what is not there is not there for a key without it, too.
    requireScope(principal, 'skills:execute')
    const compiled = await compileWritten(transaction, question)
    if (!compiled.ok) return compiled
    const { skill } = compiled.value
    if (question.mode.from === 'call') {
      checkCall(skill, question.environment)
      await services.store.audit.append(transaction, principal.organizationId, {
        actor: principal.actor,
        action: 'binding.tried',
        subject: agent.id,
        detail: {
          integration: integrationsOf(skill).join(', '),
          functionName: skill.functionName,
          environment: question.environment,
          params: Object.keys(question.params),
        },
      })
    }
    const { mode } = question
    const fitting = { ...compiled.value, ...zoneOf(agent) }
    if (mode.from !== 'replay') return success({ ...fitting, test: undefined })
    const row = (await listTestsOfAgent(transaction, agent.id)).find(({ id }) => id === mode.testId)
    if (row === undefined) throw testMissing(mode.testId)
    const owner = { organizationId: principal.organizationId, id: row.id }
    return success({ ...fitting, test: openContent(services.store, owner, row.sealed) })
  })
}

/** Compiles a binding as it is written, of either form where its place does not say which provider it is of. */
async function compileWritten(
  transaction: Transaction,
  { binding: written, kind }: TrialQuestion,
): Promise<Result<Omit<PreparedTrial, 'test' | 'timezone'>, readonly Issue[]>> {
  const parsed = (kind === undefined ? PlacedBinding : Binding).safeParse(written)
  if (!parsed.success) return failure(toValidationError(parsed.error.issues).details.issues ?? [])
  const placed = parsed.data
  if ('steps' in placed) return compileSteps(transaction, placed)
  const place = 'integration' in placed ? toPlace('', placed) : { kind: kind ?? '', binding: placed }
  const integration = await requireIntegration(transaction, place.kind)
  const { binding } = place
  if (isStepsBinding(binding)) return compileSteps(transaction, binding)
  const compiled = await compileBinding(transaction, integration, binding)
  if (!compiled.ok) return compiled
  const { skill, warnings } = compiled.value
  const shape = await shapeOf(transaction, integration, { binding, operation: skill.operation })
  return success({ skill, warnings, shapes: [shape], scopings: { [integration.kind]: shape.scoping } })
}

async function compileSteps(
  transaction: Transaction,
  binding: StepsBinding,
): Promise<Result<Omit<PreparedTrial, 'test' | 'timezone'>, readonly Issue[]>> {
  const compiled = await compileStepsBinding(transaction, binding)
  if (!compiled.ok) return compiled
  const { skill, warnings } = compiled.value
  const shapes: AnswerShape[] = []
  const scopings: { [integration: string]: Scoping } = {}
  for (const step of stepsToLoad(binding)) {
    const integration = await requireIntegration(transaction, step.integration)
    const shape = await shapeOf(transaction, integration, {
      binding: step.binding,
      operation: step.binding.operation,
    })
    shapes.push(shape)
    scopings[integration.kind] = shape.scoping
  }
  return success({ skill, warnings, shapes, scopings })
}

interface Shaped {
  readonly binding: Binding
  readonly operation: string
}

async function shapeOf(
  transaction: Transaction,
  integration: IntegrationRow,
  { binding, operation }: Shaped,
): Promise<AnswerShape> {
  const stored = await requireCatalog(transaction, integration)
  const catalog = await loadSlice(transaction, stored, { binding, integration, reach: 'whole_answer' })
  const { blockedObjects, blockedFields } = integration
  return { operation, catalog, scoping: { blockedObjects, blockedFields } }
}

function checkCall(skill: Skill, environment: Environment): void {
  if (environment === 'production') {
    throw new PlatformError(
      'bad_request',
      'Nothing is tried in production: name another environment, or take preview, replay or response.',
      { reason: 'production' },
    )
  }
  if (!isWrite(skill.effect)) return
  throw new PlatformError(
    'bad_request',
    `"${skill.functionName}" writes, so it is not tried by calling it: take preview, replay or response.`,
    { reason: 'write' },
  )
}

const testMissing = (testId: string): PlatformError =>
  new PlatformError('not_found', `No skill of this agent has the test "${testId.slice(0, 64)}".`)
