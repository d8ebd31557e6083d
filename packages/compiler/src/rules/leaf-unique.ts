import { type PathSegment, rowsOutputs } from '@bindery/model'
import { setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/** `leaf_duplicate`: output names differ, at the top and inside each list of rows. */
export const leafUnique: Rule = (context) => {
  checkLevel(context.outputs, context)
  for (const { fields } of rowsOutputs(context.outputs)) checkLevel(fields, context)
}

interface Named {
  readonly leaf: string
  readonly origin: readonly PathSegment[]
}

function checkLevel(entries: readonly Named[], { report }: RuleContext): void {
  const taken = new Set(entries.map((entry) => entry.leaf))
  const seen = new Set<string>()
  for (const { leaf, origin } of entries) {
    if (!seen.has(leaf)) {
      seen.add(leaf)
      continue
    }
    const free = freeName(leaf, taken)
    taken.add(free)
    report({
      code: 'leaf_duplicate',
      severity: 'error',
      path: [...origin, 'leaf'],
      message: `Two outputs are named "${leaf}".`,
      suggestions: [free],
      fixes: [setting(`Use "${free}"`, [...origin, 'leaf'], free)],
    })
  }
}

function freeName(leaf: string, taken: ReadonlySet<string>): string {
  let number = 2
  while (taken.has(`${leaf}_${number}`)) number += 1
  return `${leaf}_${number}`
}
