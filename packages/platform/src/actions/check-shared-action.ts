import { checkHeader } from '@bindery/connection'
import { headerProblem, type Issue } from '@bindery/model'
import { checkAction, type HttpAction } from '@bindery/sources'
import { templateInvalid } from '../integrations/shared-action.ts'

/** Throws `template_invalid` with everything that is wrong with the request of an action. */
export function requireCallable(action: HttpAction): void {
  const issues = [...checkAction(action), ...checkHeaders(action)]
  if (issues.length > 0) throw templateInvalid(issues)
}

/** Which names only the transport or the credential may set is for the connection to say. */
function checkHeaders({ headers }: HttpAction): readonly Issue[] {
  return Object.entries(headers).flatMap(([name, value]): readonly Issue[] => {
    const problem = checkHeader([name, value], new Set())
    // What is wrong with a name has been said.
    if (problem === undefined || headerProblem(name) !== undefined) return []
    const message = `The header "${name.slice(0, 60)}" may not be sent: ${problem}.`
    return [{ code: 'header_forbidden', severity: 'error', path: ['headers', name], message }]
  })
}
