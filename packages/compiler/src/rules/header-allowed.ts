import { type Argument, headerKey, headerProblem } from '@bindery/model'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `header_forbidden`: a header that the transport, the credential or a proxy sets, or that changes the method, is no place of
 * a binding, and neither is a cookie. `header_duplicate`: one header is given once, in whatever spelling.
 */
export const headerAllowed: Rule = ({ assignments, report }) => {
  const seen = new Map<string, string>()
  for (const { origin, key, name, resolution, isImplied } of assignments) {
    if (resolution.status !== 'found' || resolution.target.argument.role === 'credential') continue
    const header = headerOf(resolution.target.argument)
    if (header === undefined) continue
    const issue = {
      severity: 'error',
      path: isImplied === true ? origin : [...origin, key],
      fixes: isImplied === true ? [] : [removing(`Remove the entry for "${name}"`, origin)],
    } as const
    const shown = header.slice(0, 60)
    const problem = headerProblem(header)
    if (problem !== undefined) {
      report({
        ...issue,
        code: 'header_forbidden',
        message: `The header "${shown}" may not be sent: ${problem}.`,
      })
    }
    const other = seen.get(headerKey(header))
    seen.set(headerKey(header), header)
    // One argument that is given twice has an issue of its own.
    if (other === undefined || other === header) continue
    const message = `"${shown}" and "${other.slice(0, 60)}" are one header to a server: give one of them.`
    report({ ...issue, code: 'header_duplicate', message })
  }
}

function headerOf({ place, name }: Argument): string | undefined {
  if (place === 'cookie') return 'Cookie'
  return place === 'header' ? headerNameOf(name) : undefined
}

/** An argument is named by its header, behind its place where another one has the same name. */
const headerNameOf = (argument: string): string => argument.replace(/^(?:header\.)+/, '')
