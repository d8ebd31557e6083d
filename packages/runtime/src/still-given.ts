import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type Output,
  type OutputType,
  wireTypeOf,
} from '@bindery/model'
import { type GuardedAgent } from './guardrails.ts'
import { guardOutput } from './guard-output.ts'
import type { Projected } from './project-output.ts'

/**
 * An output that was kept, as far as it may be given now: what the skill as it is by now promises, less what the guardrails of
 * the agent keep back. Each leaf that is left out is named in a warning.
 */
export function stillGiven(agent: GuardedAgent, outputs: readonly Output[], kept: Projected): Projected {
  const warnings = [...kept.warnings]
  const output = keepPromised(outputs, kept.output, (leaf) =>
    warnings.push(`field_withheld: "${leaf}" is not given by the skill as it is now.`),
  )
  return guardOutput(agent, { output, warnings })
}

function keepPromised(
  outputs: readonly Output[],
  kept: JsonObject,
  leaveOut: (leaf: string) => void,
): JsonObject {
  return objectFrom(
    Object.entries(kept).flatMap(([leaf, value]): (readonly [string, Json])[] => {
      const promised = outputs.find((output) => output.leaf === leaf)
      if (promised === undefined || isOtherKind(promised, value)) {
        leaveOut(leaf)
        return []
      }
      if (promised.kind !== 'rows' || !isJsonArray(value)) return [[leaf, value]]
      const without = new Set<string>()
      const rows = value.map((row) =>
        isJsonObject(row) ? keepPromised(promised.fields, row, (inner) => without.add(inner)) : row,
      )
      for (const inner of without) leaveOut(`${leaf}.${inner}`)
      return [[leaf, rows]]
    }),
  )
}

/** Rows are lists of objects, and of other outputs only those of any JSON may be; none, and an empty list, may be of either. */
function isOtherKind(promised: Output, value: Json): boolean {
  if (promised.kind === 'rows') return value !== null && !isJsonArray(value)
  return isJsonArray(value) && value.some(isJsonObject) && !mayBeObject(promised.type)
}

const mayBeObject = (type: OutputType): boolean => {
  switch (type.kind) {
    case 'scalar':
      return wireTypeOf(type.scalar) === 'any'
    case 'enum':
      return false
    case 'list':
      return mayBeObject(type.items)
    case 'union':
      return type.members.some(mayBeObject)
  }
}
