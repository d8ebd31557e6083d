import { type Issue, oneLine, type PathSegment, type Severity } from '@bindery/model'

/** Where in the document something stands. */
export type Place = readonly PathSegment[]

const mostIssues = 500

/** What was found of a document so far. */
export class Findings {
  readonly #issues: Issue[] = []
  readonly #known = new Set<string>()

  /** It cannot be said, and the draft would do something else without it. */
  error(code: string, path: Place, message: string): void {
    this.#report('error', code, { path, message })
  }

  /** It cannot be said, and the draft does less without it. */
  warning(code: string, path: Place, message: string): void {
    this.#report('warning', code, { path, message })
  }

  /** It is said in another way. */
  info(code: string, path: Place, message: string): void {
    this.#report('info', code, { path, message })
  }

  get count(): number {
    return this.#known.size
  }

  /** In the order in which they were found; of very many the first, and how many more there are. */
  toList(): readonly Issue[] {
    const more = this.#known.size - this.#issues.length
    if (more === 0) return this.#issues
    const message = `${more} more findings are not listed here.`
    return [...this.#issues, { code: 'findings_cut', severity: 'error', path: [], message }]
  }

  #report(
    severity: Severity,
    code: string,
    { path, message: written }: Pick<Issue, 'path' | 'message'>,
  ): void {
    const message = shorten(oneLine(written))
    // A part that several steps or workflows share is read for each of them.
    const key = JSON.stringify([code, path, message])
    if (this.#known.has(key)) return
    this.#known.add(key)
    if (this.#issues.length < mostIssues) this.#issues.push({ code, severity, path, message })
  }
}

/** Names in messages are the document's. */
const longestMessage = 1_000

const shorten = (text: string): string =>
  text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 1).toWellFormed()}…`
