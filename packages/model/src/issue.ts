import type { Json } from './json.ts'

/** One segment of a path into an authored document: a member name or a list index. */
export type PathSegment = string | number

/** One RFC 6902 operation. `path` and `from` are JSON Pointers into the authored document. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string }

/** A way out that a person, a console button or the mapper's repair loop can apply as it is. */
export interface Fix {
  readonly title: string
  readonly patch: readonly JsonPatchOperation[]
}

export type Severity = 'error' | 'warning' | 'info'

/**
 * One finding about something authored. Errors refuse it, warnings and infos do not.
 * `path` leads into the authored document; `pointer` into the provider's document when the finding is about that.
 */
export interface Issue {
  readonly code: string
  readonly severity: Severity
  readonly path: readonly PathSegment[]
  readonly message: string
  readonly suggestions?: readonly string[]
  readonly fixes?: readonly Fix[]
  readonly pointer?: string
}

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** The gravest first, in their own order within each severity: the first one is what a sentence about all should name. */
export function byGravity(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

/** `has one problem. <the gravest issue>`, for the sentence of an error that carries all of them. */
export function summarizeIssues(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const [gravest] = byGravity(issues)
  return `${errors === 1 ? 'one problem' : `${errors} problems`}. ${gravest?.message ?? ''}`
}

/** RFC 6901 pointer of a path: `['inputs', 0, 'a/b']` gives `/inputs/0/a~1b`; the empty path gives the empty text. */
export function toPointer(path: readonly PathSegment[]): string {
  return path.map((segment) => `/${escapeSegment(String(segment))}`).join('')
}

/** The segments of a pointer, unescaped. Undefined for text that is not a pointer. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) return undefined
  return pointer.slice(1).split('/').map(unescapeSegment)
}

/** Dotted form for people and for `errors[].field`: `inputs[0].argument`. */
export function toDotted(path: readonly PathSegment[]): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`
    return text === '' ? segment : `${text}.${segment}`
  }, '')
}

function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}
