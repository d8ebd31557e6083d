import { type Issue, oneLine, type Severity } from '@bindery/model'

/** Most issues of one code that are listed one by one; the rest is counted. */
const maxIssuesPerCode = 500

/** One finding about the provider's document. */
interface Finding {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly pointer: string
  readonly suggestions?: readonly string[]
}

/**
 * Collects findings about what somebody else wrote. Names in their messages are the document's: each message is one line
 * without anything that nobody sees, and has an end. Keeps the first `maxIssuesPerCode` of each code and counts the others.
 */
export class IssueLog {
  readonly #issues: Issue[] = []
  readonly #counts = new Map<string, number>()

  report(finding: Finding): void {
    const count = (this.#counts.get(finding.code) ?? 0) + 1
    this.#counts.set(finding.code, count)
    if (count > maxIssuesPerCode) return
    this.#issues.push({ path: [], ...finding, message: shorten(oneLine(finding.message)) })
  }

  /** Everything found, in order of finding, then one issue for each code that was cut. */
  issues(): readonly Issue[] {
    const cut = [...this.#counts].filter(([, count]) => count > maxIssuesPerCode)
    return [...this.#issues, ...cut.map(([code, count]) => toCutIssue(code, count))]
  }
}

const longestMessage = 1_000

const shorten = (text: string): string =>
  text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 1).toWellFormed()}…`

function toCutIssue(code: string, count: number): Issue {
  return {
    code: 'issues_omitted',
    severity: 'info',
    path: [],
    message: `There are ${count} issues "${code}"; the first ${maxIssuesPerCode} are listed.`,
  }
}
