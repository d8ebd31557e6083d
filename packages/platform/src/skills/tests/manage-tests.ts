import { PlatformError, type Skill } from '@bindery/model'
import { deleteSkillTest, insertSkillTest, listSkillTests, type SkillTestRow } from '@bindery/store'
import type { Principal } from '../../kernel/principal.ts'
import { newId } from '../../kernel/ids.ts'
import type { Needs } from '../../kernel/needs.ts'
import { requireSkill } from '../../kernel/require-skill.ts'
import { readSkill } from '../read-skill.ts'
import { type CheckedTest, checkTests } from './check-tests.ts'
import { trialOf } from './run-tests.ts'
import { type Expectation, sealContent, type TestContent } from './skill-test.ts'

export interface SkillPlace {
  readonly agentId: string
  readonly skillId: string
}

const mostTests = 50

export interface NewTest {
  readonly name: string
  readonly origin: SkillTestRow['origin']
  readonly response: TestContent['response']
  readonly params: TestContent['params']
  /** What the skill makes of the answer now, when left out. */
  readonly expect: Expectation | undefined
}

/** Keeps a test. Throws `validation_error` when nothing is expected of an answer that the skill cannot read, `duplicate_name`. */
export async function createTest(
  services: Needs<'store'>,
  principal: Principal,
  { place, test }: { readonly place: SkillPlace; readonly test: NewTest },
): Promise<CheckedTest> {
  const { organizationId, actor } = principal
  return services.store.run(organizationId, async (transaction) => {
    const row = await requireSkill(transaction, place.agentId, place.skillId)
    const skill = readSkill(row.bytes)
    if ((await listSkillTests(transaction, row.id)).length >= mostTests) throw tooMany(row.functionName)
    const { name, origin, response, params } = test
    const content = { response, params, expect: test.expect ?? (await expectationOf(skill, test)) }
    const id = newId()
    const isNew = await insertSkillTest(transaction, {
      organizationId,
      id,
      skillId: row.id,
      name,
      origin,
      sealed: sealContent(services.store, { organizationId, id }, content),
      createdBy: actor,
    })
    if (!isNew) throw nameTaken(row.functionName, name)
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'skill_test.created',
      subject: row.id,
      detail: { testId: id, name, origin },
    })
    const made = (await checkTests(services, transaction, { organizationId, skillId: row.id, skill })).find(
      (each) => each.row.id === id,
    )
    if (made === undefined) throw new Error('A test that was kept must be there.')
    return made
  })
}

/** The tests of a skill, each with what its draft makes of it now. Throws `not_found`. */
export async function showTests(
  services: Needs<'store'>,
  principal: Principal,
  place: SkillPlace,
): Promise<readonly CheckedTest[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const row = await requireSkill(transaction, place.agentId, place.skillId)
    return checkTests(services, transaction, {
      organizationId: principal.organizationId,
      skillId: row.id,
      skill: readSkill(row.bytes),
    })
  })
}

export async function removeTest(
  services: Needs<'store'>,
  principal: Principal,
  { agentId, skillId, testId }: SkillPlace & { readonly testId: string },
): Promise<void> {
  const { organizationId, actor } = principal
  await services.store.run(organizationId, async (transaction) => {
    const row = await requireSkill(transaction, agentId, skillId)
    if (!(await deleteSkillTest(transaction, row.id, testId)))
      throw new PlatformError('not_found', `"${row.functionName}" has no test "${testId}".`)
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'skill_test.deleted',
      subject: row.id,
      detail: { testId },
    })
  })
}

async function expectationOf(skill: Skill, test: NewTest): Promise<Expectation> {
  const trial = await trialOf(skill, test)
  if (trial.status === 'projected') return { output: { ...trial.output } }
  const { code, message, details } = trial.error
  throw new PlatformError(
    'validation_error',
    `The skill makes no output of this answer (${code}): ${message} Send "expect" if that is what it should do.`,
    details.issues === undefined ? {} : { issues: details.issues },
  )
}

function nameTaken(functionName: string, name: string): PlatformError {
  return new PlatformError('duplicate_name', `"${functionName}" has a test "${name}" already.`)
}

function tooMany(functionName: string): PlatformError {
  return new PlatformError('validation_error', `"${functionName}" has ${mostTests} tests, which is the most.`)
}
