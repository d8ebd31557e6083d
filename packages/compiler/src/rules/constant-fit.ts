import type { Json, PathSegment, Typed } from '@bindery/model'
import { checkConstant, type Misfit } from '../resolution/check-constant.ts'
import { setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/** `type_mismatch`, `enum_mismatch`: constants and defaults can be sent as they are; examples are shown only, so they warn. */
export const constantFit: Rule = (context) => {
  for (const { origin, name, source, resolution } of context.assignments) {
    if (source.from !== 'constant' || resolution.status !== 'found') continue
    check(
      source.value,
      { name, path: [...origin, 'const'], wanted: resolution.target, severity: 'error' },
      context,
    )
  }
  for (const { name, origin, input, type } of context.parameters) {
    const wanted = { type, nullable: false }
    if (input?.default !== undefined) {
      check(input.default, { name, path: [...origin, 'default'], wanted, severity: 'error' }, context)
    }
    if (input?.example !== undefined) {
      check(input.example, { name, path: [...origin, 'example'], wanted, severity: 'warning' }, context)
    }
  }
}

interface Subject {
  readonly name: string
  readonly path: readonly PathSegment[]
  readonly wanted: Typed
  readonly severity: 'error' | 'warning'
}

function check(value: Json, { name, path, wanted, severity }: Subject, { report, view }: RuleContext): void {
  const misfit = checkConstant(value, wanted, view)
  if (misfit === undefined) return
  report({
    code: misfit.code,
    severity,
    path,
    message: `The ${path.at(-1)} of "${name}" ${misfit.reason}.`,
    suggestions: misfit.suggestions,
    fixes: toFixes(misfit, path),
  })
}

function toFixes({ replacement }: Misfit, path: readonly PathSegment[]) {
  return replacement === undefined ? [] : [setting(`Use ${JSON.stringify(replacement)}`, path, replacement)]
}
