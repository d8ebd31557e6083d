import { type JsonObject, PlatformError, type Skill } from '@bindery/model'
import type { Trial } from '@bindery/runtime'
import { type ChosenBytes, chooseBytes } from '../choose-bytes.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Needs } from '../../kernel/needs.ts'
import { requireSkill } from '../../kernel/require-skill.ts'
import { compareOutputs, type OutputDifference } from './compare-outputs.ts'
import type { SkillPlace } from './manage-tests.ts'
import { loadTests, trialOf } from './run-tests.ts'
import type { PastedAnswer, TestContent } from './skill-test.ts'

/** Which answers are replayed: all tests of the skill, one of them, or one that comes with the request. */
export type ReplayedAnswers =
  | { readonly which: 'every_test' }
  | { readonly which: 'test'; readonly testId: string }
  | { readonly which: 'given'; readonly response: PastedAnswer; readonly params: JsonObject }

export interface ReplayQuestion {
  readonly place: SkillPlace
  /** `draft`, `live` or the id of a version. */
  readonly from: string
  readonly to: string
  readonly answers: ReplayedAnswers
}

export interface ReplayedSide {
  readonly output: JsonObject | null
  readonly error: { readonly code: string; readonly message: string } | null
  readonly warnings: readonly string[]
}

export interface Replay {
  /** Null for an answer that came with the request. */
  readonly testId: string | null
  readonly name: string | null
  readonly from: ReplayedSide
  readonly to: ReplayedSide
  /** Where the outputs differ; empty where one of them is an error. */
  readonly differences: readonly OutputDifference[]
  /** Both give the same output, or fail with the same code. */
  readonly isSame: boolean
}

export interface ReplayReport {
  readonly from: ChosenBytes
  readonly to: ChosenBytes
  readonly replays: readonly Replay[]
}

/**
 * Puts the same answers of the provider through two versions of a skill, by the code of live calls, and compares what comes
 * out. Nothing is sent. Throws `not_found` for a version that lacks the skill, `no_published_version`.
 */
export async function replayAnswers(
  services: Needs<'store'>,
  principal: Principal,
  question: ReplayQuestion,
): Promise<ReplayReport> {
  const { organizationId } = principal
  const { place } = question
  const { from, to, answers } = await services.store.run(organizationId, async (transaction) => {
    const row = await requireSkill(transaction, place.agentId, place.skillId)
    const tests = await loadTests(services.store, transaction, { organizationId, skillId: row.id })
    return {
      from: await chooseBytes(transaction, { ...place, version: question.from }),
      to: await chooseBytes(transaction, { ...place, version: question.to }),
      answers: pick(
        question.answers,
        tests.map((test) => ({ testId: test.row.id, name: test.row.name, content: test.content })),
      ),
    }
  })
  const replays: Replay[] = []
  for (const answer of answers) replays.push(await replay(answer, from.skill, to.skill))
  return { from, to, replays }
}

interface NamedAnswer {
  readonly testId: string | null
  readonly name: string | null
  readonly content: Omit<TestContent, 'expect'>
}

function pick(wanted: ReplayedAnswers, tests: readonly NamedAnswer[]): readonly NamedAnswer[] {
  switch (wanted.which) {
    case 'every_test':
      return tests
    case 'test': {
      const found = tests.filter(({ testId }) => testId === wanted.testId)
      if (found.length > 0) return found
      throw new PlatformError('not_found', `The skill has no test "${wanted.testId}".`)
    }
    case 'given': {
      const { response, params } = wanted
      return [{ testId: null, name: null, content: { response, params: { ...params } } }]
    }
  }
}

async function replay({ testId, name, content }: NamedAnswer, before: Skill, after: Skill): Promise<Replay> {
  const from = toSide(await trialOf(before, content))
  const to = toSide(await trialOf(after, content))
  const hasBoth = from.output !== null && to.output !== null
  const differences = hasBoth ? compareOutputs(from.output, to.output) : []
  const isSame = hasBoth ? differences.length === 0 : from.error?.code === to.error?.code
  return { testId, name, from, to, differences, isSame }
}

function toSide(trial: Trial): ReplayedSide {
  if (trial.status === 'projected') return { output: trial.output, error: null, warnings: trial.warnings }
  const { code, message } = trial.error
  return { output: null, error: { code, message }, warnings: [] }
}
