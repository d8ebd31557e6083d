import type { PathSegment } from '@bindery/model'
import type { TransformCheck } from '../resolution/check-transform.ts'
import { valuesOf } from '../resolution/values-of.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/** `transform_invalid`: every transform can be read, is allowed, and fits the types that it works on. */
export const transformValid: Rule = (context) => {
  for (const { origin, transform } of context.assignments)
    check(transform?.check, [...origin, 'transform'], context)
  for (const { origin, transform } of valuesOf(context.outputs))
    check(transform?.check, [...origin, 'transform'], context)
  context.binding.inputObjectMap.forEach((entry, index) => {
    if (entry.transform === undefined || entry.const === undefined) return
    context.report({
      code: 'transform_invalid',
      severity: 'error',
      path: ['inputObjectMap', index, 'transform'],
      message: 'A constant takes no transform. Write the value that should be sent.',
      fixes: [removing('Remove the transform', ['inputObjectMap', index, 'transform'])],
    })
  })
}

function check(
  transform: TransformCheck | undefined,
  path: readonly PathSegment[],
  { report }: RuleContext,
): void {
  if (transform?.status !== 'invalid') return
  for (const { message, position, suggestions = [] } of transform.problems) {
    report({
      code: 'transform_invalid',
      severity: 'error',
      path,
      message: `${message} (character ${position + 1})`,
      suggestions,
      fixes: [removing('Remove the transform', path)],
    })
  }
}
