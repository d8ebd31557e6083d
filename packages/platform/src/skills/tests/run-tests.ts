import { setImmediate } from 'node:timers/promises'
import type { OrganizationId, Skill, SkillId } from '@bindery/model'
import { type Trial, tryAnswer } from '@bindery/runtime'
import { loadAdapter } from '@bindery/sources'
import { listSkillTests, type SkillTestRow, type Store, type Transaction } from '@bindery/store'
import { compareOutputs, type OutputDifference } from './compare-outputs.ts'
import { openContent, type TestContent, toKeptAnswer } from './skill-test.ts'

export interface TestResult {
  readonly testId: string
  readonly name: string
  readonly status: 'passed' | 'failed'
  /** Where the output is another one than was expected; `before` is the expected value. */
  readonly differences: readonly OutputDifference[]
  /** Why there is no output, when there is none or one that was not expected. */
  readonly error: { readonly code: string; readonly message: string } | null
  readonly warnings: readonly string[]
}

export interface OpenedTest {
  readonly row: SkillTestRow
  readonly content: TestContent
}

export async function loadTests(
  store: Store,
  transaction: Transaction,
  owner: { readonly organizationId: OrganizationId; readonly skillId: SkillId },
): Promise<readonly OpenedTest[]> {
  const rows = await listSkillTests(transaction, owner.skillId)
  return rows.map((row) => {
    const { organizationId } = owner
    return { row, content: openContent(store, { organizationId, id: row.id }, row.sealed) }
  })
}

/** Holds a skill to its tests, by the code of live calls. Sends nothing; the order of the tests is kept. */
export async function runTests(skill: Skill, tests: readonly OpenedTest[]): Promise<readonly TestResult[]> {
  const results: TestResult[] = []
  for (const test of tests) {
    // Answers can be large: others are served between them.
    await setImmediate()
    results.push(await runTest(skill, test))
  }
  return results
}

async function runTest(skill: Skill, { row, content }: OpenedTest): Promise<TestResult> {
  const trial = await trialOf(skill, content)
  const verdict = judge(trial, content.expect)
  const warnings = trial.status === 'projected' ? trial.warnings : []
  return { testId: row.id, name: row.name, ...verdict, warnings }
}

export const trialOf = (skill: Skill, { response, params }: Omit<TestContent, 'expect'>): Promise<Trial> =>
  tryAnswer(skill, toKeptAnswer(response, params), {
    executorOf: loadAdapter,
    // Days in a zone are told as missing: a kept answer is of no agent.
    clock: { now: new Date(), timezone: undefined },
  })

type Verdict = Pick<TestResult, 'status' | 'differences' | 'error'>

function judge(trial: Trial, expected: TestContent['expect']): Verdict {
  if (trial.status === 'failed') {
    const { code, message } = trial.error
    const isExpected = 'error' in expected && expected.error === code
    return { status: isExpected ? 'passed' : 'failed', differences: [], error: { code, message } }
  }
  if ('error' in expected) {
    const message = `An error "${expected.error}" was expected, and there is an output.`
    return { status: 'failed', differences: [], error: { code: 'error_expected', message } }
  }
  const differences = compareOutputs(expected.output, trial.output)
  return { status: differences.length === 0 ? 'passed' : 'failed', differences, error: null }
}
