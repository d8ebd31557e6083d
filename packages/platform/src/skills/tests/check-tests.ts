import type { Issue, OrganizationId, Skill, SkillId } from '@bindery/model'
import type { Transaction } from '@bindery/store'
import type { Needs } from '../../kernel/needs.ts'
import { loadTests, type OpenedTest, runTests, type TestResult } from './run-tests.ts'

/** A test with what bytes of its skill make of it. */
export interface CheckedTest extends OpenedTest {
  readonly result: TestResult
}

export interface Checking {
  readonly organizationId: OrganizationId
  readonly skillId: SkillId
  readonly skill: Skill
}

/** Holds bytes of a skill to its tests. */
export async function checkTests(
  { store }: Needs<'store'>,
  transaction: Transaction,
  { organizationId, skillId, skill }: Checking,
): Promise<readonly CheckedTest[]> {
  const tests = await loadTests(store, transaction, { organizationId, skillId })
  const results = await runTests(skill, tests)
  return tests.flatMap((test, index) => {
    const result = results[index]
    return result === undefined ? [] : [{ ...test, result }]
  })
}

/** Tests that bytes of a skill fail, as findings about its binding. */
export function failingIssues(tests: readonly Pick<CheckedTest, 'result'>[]): readonly Issue[] {
  return tests
    .map(({ result }) => result)
    .filter(({ status }) => status === 'failed')
    .map((result) => ({
      code: 'test_failing',
      severity: 'warning',
      path: [],
      message: `The test "${result.name}" fails: ${reasonOf(result)}`,
    }))
}

function reasonOf({ error, differences }: TestResult): string {
  if (error !== null) return error.message
  const paths = differences.slice(0, 5).map(({ path, kind }) => `"${path}" ${kind}`)
  return `${paths.join(', ')}${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}.`
}

/** Names of the tests that failed, in their order. */
export const failingNames = (tests: readonly Pick<CheckedTest, 'result'>[]): readonly string[] =>
  tests.flatMap(({ result }) => (result.status === 'failed' ? [result.name] : []))
