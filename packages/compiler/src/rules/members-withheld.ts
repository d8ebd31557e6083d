import { findWithheld } from '@bindery/model'
import { formatMembers, sensitiveMembersOf, withheldIn } from '../resolution/withheld-members.ts'
import type { Rule } from './rule.ts'

/**
 * `members_withheld` (warning): a whole object is bound, and callers may not give what is sensitive or blocked inside; what
 * the provider sets itself is withheld without a word. `sensitive_field`: a constant holds such a member.
 */
export const membersWithheld: Rule = (context) => {
  const { assignments, report } = context
  for (const { origin, key, name, source, resolution, isImplied, each } of assignments) {
    // Rows hold what their fields say.
    if (resolution.status !== 'found' || isImplied === true || each !== undefined) continue
    const { type } = resolution.target
    if (source.from === 'constant') {
      const found = findWithheld(source.value, type, withheldIn(type, context))
      if (found === undefined) continue
      const message = `The constant of "${name}" holds "${found.join('.')}", which a binding may not give.`
      report({ code: 'sensitive_field', severity: 'error', path: [...origin, 'const'], message })
      continue
    }
    const members = sensitiveMembersOf(type, context)
    if (source.from !== 'parameter' || members.length === 0) continue
    report({
      code: 'members_withheld',
      severity: 'warning',
      path: [...origin, key],
      message: `"${name}" takes a whole object, and callers may not give ${formatMembers(members)} of it.`,
    })
  }
}
