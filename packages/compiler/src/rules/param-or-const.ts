import type { ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `param_and_const`: every place is filled exactly once, from exactly one of a parameter and a constant. */
export const paramOrConst: Rule = ({ assignments, report }) => {
  const filled = new Map<string, ResolvedAssignment>()
  for (const assignment of assignments) {
    const { origin, name, source, resolution } = assignment
    if (source.from === 'both') {
      report({
        code: 'param_and_const',
        severity: 'error',
        path: origin,
        message: `"${name}" has both a parameter and a constant. Keep one.`,
        fixes: [
          removing('Keep the parameter', [...origin, 'const']),
          removing('Keep the constant', [...origin, 'param']),
        ],
      })
    }
    if (source.from === 'neither') {
      report({
        code: 'param_and_const',
        severity: 'error',
        path: origin,
        message: `"${name}" has neither a parameter nor a constant. Give one of them.`,
        fixes: [removing(`Remove the entry for "${name}"`, origin)],
      })
    }
    if (resolution.status !== 'found') continue
    const place = JSON.stringify(resolution.target.path)
    const earlier = filled.get(place)
    filled.set(place, earlier ?? assignment)
    if (earlier === undefined) continue
    report({
      code: 'param_and_const',
      severity: 'error',
      path: origin,
      message: `"${name}" is filled twice. Keep one of the entries.`,
      fixes: [removing('Remove this entry', origin)],
    })
  }
}
