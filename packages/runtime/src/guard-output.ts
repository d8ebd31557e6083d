import { isJsonArray, isJsonObject, type Json, type JsonObject, objectFrom } from '@bindery/model'
import { findBlockedTerm } from './blocked-terms.ts'
import { type GuardedAgent, guardrailsOf } from './guardrails.ts'
import type { Projected } from './project-output.ts'

/**
 * Takes out of an output what the guardrails of the agent keep back: leaves that are not on a list of allowed fields, and
 * leaves that hold a blocked term. Each is named in a warning; a call that happened never fails for it.
 */
export function guardOutput(runnable: GuardedAgent, projected: Projected): Projected {
  const warnings = [...projected.warnings]
  let { output } = projected
  for (const { config } of guardrailsOf(runnable, 'allowed_fields')) {
    output = keepFields(output, new Set(config.fields), warnings)
  }
  for (;;) {
    const leaf = findBlockedTerm(runnable, 'output', output)
    if (leaf === undefined) return { output, warnings }
    output = without(output, leaf)
    warnings.push(`content_withheld: "${leaf}" holds a term that the content policy of this agent blocks.`)
  }
}

function keepFields(output: JsonObject, allowed: ReadonlySet<string>, warnings: string[]): JsonObject {
  const kept = Object.entries(output).flatMap(([leaf, value]): [string, Json][] => {
    if (allowed.has(leaf)) return [[leaf, value]]
    const rows = isJsonArray(value) ? keepInRows(leaf, value, allowed) : undefined
    if (rows !== undefined) return [[leaf, rows]]
    warnings.push(`field_withheld: "${leaf}" is not among the fields that this agent may disclose.`)
    return []
  })
  return objectFrom(kept)
}

/** Rows of which some fields are allowed, by `leaf.field` and `leaf.rows.field`; undefined when none is. */
function keepInRows(leaf: string, rows: readonly Json[], allowed: ReadonlySet<string>): Json | undefined {
  if (![...allowed].some((name) => name.startsWith(`${leaf}.`))) return undefined
  return rows.map((row) =>
    isJsonObject(row)
      ? objectFrom(Object.entries(row).flatMap(([field, value]) => keepInRow(`${leaf}.${field}`, value)))
      : null,
  )

  function keepInRow(name: string, value: Json): (readonly [string, Json])[] {
    const field = name.slice(leaf.length + 1)
    if (allowed.has(name)) return [[field, value]]
    const inner = isJsonArray(value) ? keepInRows(name, value, allowed) : undefined
    return inner === undefined ? [] : [[field, inner]]
  }
}

const without = (output: JsonObject, leaf: string): JsonObject =>
  objectFrom(Object.entries(output).filter(([name]) => name !== leaf))
