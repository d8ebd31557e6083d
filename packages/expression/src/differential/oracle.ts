import jsonata from 'jsonata'
import type { Json } from '@bindery/model'
import { compileExpression } from '../compile-expression.ts'

/** What both engines give for one expression, as JSON text; `error` when one fails, `nothing` when it gives none,
 * `changed its input` when JSONata did. */
export interface Verdict {
  readonly ours: string
  readonly theirs: string
}

/** Asks JSONata itself. Test use only: it is slow, and the expression must be known to be harmless. */
export async function judge(text: string, input: Json): Promise<Verdict> {
  return { ours: runOurs(text, input), theirs: await runTheirs(text, input) }
}

function runOurs(text: string, input: Json): string {
  try {
    return JSON.stringify(compileExpression(text)(input)) ?? 'nothing'
  } catch {
    return 'error'
  }
}

async function runTheirs(text: string, input: Json): Promise<string> {
  const copy = structuredClone(input)
  const shown = await evaluateTheirs(text, copy)
  // A constructor over an empty list of the data makes JSONata put an item into that list.
  return JSON.stringify(copy) === JSON.stringify(input) ? shown : 'changed its input'
}

async function evaluateTheirs(text: string, input: Json): Promise<string> {
  try {
    const output: unknown = await jsonata(text).evaluate(input)
    return JSON.stringify(output) ?? 'nothing'
  } catch {
    return 'error'
  }
}
