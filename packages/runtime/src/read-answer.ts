import type { Json, ProviderResponse } from '@bindery/model'
import { guardOutput } from './guard-output.ts'
import type { GuardedAgent } from './guardrails.ts'
import type { PreparedOperation } from './prepare-skill.ts'
import type { Projected } from './project-output.ts'
import type { ReadRows } from './reading/read-rows.ts'
import { redactLeaves } from './redact-leaves.ts'

export interface AnswerReading {
  readonly agent: GuardedAgent
  readonly prepared: Pick<PreparedOperation, 'project' | 'skill'>
  /** Takes out what a provider echoes of its own credential, which would otherwise reach the agent. */
  readonly redact: ((value: Json) => Json) | undefined
  /** The zone of moments that stand in the answer without one, where the connection declares it. */
  readonly timezone?: string | undefined
  /** What this call does with the rows of the answer, if anything. */
  readonly rows: ReadRows | undefined
}

/** From what an executor gives to what the agent gets: the one way that live calls, tests and replays all go. */
export function readAnswer(
  response: ProviderResponse,
  { agent, prepared, redact, rows, timezone }: AnswerReading,
): Projected {
  const projected = prepared.project(rows?.(response, timezone) ?? { response, warnings: [] })
  if (redact === undefined) return guardOutput(agent, projected)
  const output = redactLeaves(prepared.skill.outputs, projected.output, redact)
  return guardOutput(agent, { ...projected, output })
}
