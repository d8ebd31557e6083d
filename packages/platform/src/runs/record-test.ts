import {
  type Environment,
  isStepsBinding,
  isWrite,
  type Json,
  type JsonObject,
  PlatformError,
} from '@bindery/model'
import { findIntegrationById } from '@bindery/store'
import { requireEnvironment } from '../kernel/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import { rehearseSkill } from './rehearse-skill.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { loadCompileInput } from '../skills/compile-binding.ts'
import { zoneOf } from '../skills/circumstances.ts'
import { readSkill } from '../skills/read-skill.ts'
import { toBindingView } from '../skills/skill-view.ts'
import type { CheckedTest } from '../skills/tests/check-tests.ts'
import { createTest, type SkillPlace } from '../skills/tests/manage-tests.ts'
import { synthesizeAnswer } from '../skills/tests/synthesize-answer.ts'

export interface Recording {
  readonly place: SkillPlace
  readonly name: string
  /** Never production: the answer is kept. */
  readonly environment: Exclude<Environment, 'production'>
  readonly params: JsonObject
}

/**
 * Asks the provider once and keeps its answer as a test, with made-up values in place of all that could be somebody's.
 * Executions cannot be recorded from: they do not keep what a provider answered. Throws what the call ended with.
 */
export async function recordTest(
  services: Needs<'config' | 'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  recording: Recording,
): Promise<CheckedTest> {
  requireEnvironment(principal, recording.environment)
  const { catalog, ...prepared } = await prepare(services, principal, recording)
  const { environment, params, place, name } = recording
  const { result, response } = await rehearseSkill(services, principal, {
    ...prepared,
    environment,
    params,
  })
  if (result.status === 'failed' || result.status === 'outcome_unknown') throw result.error
  if (response === undefined) throw new Error('A call that succeeded must have had an answer.')
  const returns = catalog.operations.find((operation) => operation.name === prepared.skill.operation)?.returns
    ?.type
  const data = synthesizeAnswer(response.data, returns, (object) =>
    catalog.objects.find((each) => each.name === object),
  )
  const answer: { readonly data: Json; readonly isTruncated: boolean } = {
    data,
    isTruncated: response.partial?.some(({ path, more }) => path.length === 0 && more === 'certain') === true,
  }
  // The parameters are not needed to read the answer, and they may be somebody's.
  const test = { name, origin: 'recorded', response: answer, params: {}, expect: undefined } as const
  return createTest(services, principal, { place, test })
}

async function prepare(services: Needs<'store'>, principal: Principal, { place, environment }: Recording) {
  const { organizationId, actor } = principal
  return services.store.run(organizationId, async (transaction) => {
    const row = await requireSkill(transaction, place.agentId, place.skillId)
    const skill = readSkill(row.bytes)
    const binding = toBindingView(row)
    if (skill.steps !== undefined || isStepsBinding(binding)) throw onlyOne(row.functionName)
    if (isWrite(skill.effect)) throw onlyReads(row.functionName)
    const integration = await findIntegrationById(transaction, row.integrationId)
    if (integration === undefined) throw new Error('The integration of a skill must be there.')
    const { catalog, scoping } = await loadCompileInput(transaction, integration, { binding })
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'skill_test.recorded',
      subject: row.id,
      detail: { functionName: row.functionName, environment },
    })
    const agent = await requireAgent(transaction, place.agentId)
    return { skill, catalog, scoping, ...zoneOf(agent) }
  })
}

const onlyOne = (functionName: string): PlatformError =>
  new PlatformError(
    'bad_request',
    `"${functionName}" calls several operations, and a test keeps the answer of one: record it of a skill of that operation.`,
    { reason: 'steps' },
  )

const onlyReads = (functionName: string): PlatformError =>
  new PlatformError(
    'bad_request',
    `"${functionName}" writes, so its answer is not recorded by calling it: paste one with POST .../tests.`,
  )
