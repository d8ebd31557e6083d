import { type Issue, PlatformError } from '@bindery/model'
import type { z } from 'zod'

type ZodIssue = z.core.$ZodIssue

/** One `validation_error` for every problem of a request's shape. The first path segment says which part it is in. */
export function toValidationError(problems: readonly ZodIssue[]): PlatformError {
  const issues = problems.flatMap(toIssues)
  const count = issues.length === 1 ? 'one problem' : `${issues.length} problems`
  const summary = issues
    .slice(0, 3)
    .map((issue) => issue.message)
    .join(' ')
  return new PlatformError('validation_error', `The request has ${count}. ${summary}`, { issues })
}

function toIssues(problem: ZodIssue): readonly Issue[] {
  const path = problem.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
  const shown = path[0] === 'content' || path[0] === 'options' || path[0] === 'subject' ? path.slice(1) : path
  if (problem.code === 'unrecognized_keys') {
    return problem.keys.map((key) => issue([...shown, key], `"${key}" is not a known member here.`))
  }
  if (problem.code === 'invalid_union' && problem.errors.length > 0) return ofLikeliest(problem)
  const place = shown.length === 0 ? 'The body' : `"${shown.join('.')}"`
  return [issue(shown, `${place}: ${problem.message}.`.replace(/\.\.$/, '.'))]
}

/** What is wrong with the form that was most likely meant: the one that knows most of the members. */
function ofLikeliest({ errors, path }: z.core.$ZodIssueInvalidUnion): readonly Issue[] {
  const forms = errors.map((problems) => ({ problems, strange: problems.reduce(countStrange, 0) }))
  const [likeliest] = forms.sort(
    (one, other) => one.strange - other.strange || one.problems.length - other.problems.length,
  )
  return (likeliest?.problems ?? []).flatMap((inner) =>
    toIssues({ ...inner, path: [...path, ...inner.path] }),
  )
}

function countStrange(count: number, problem: ZodIssue): number {
  if (problem.code === 'unrecognized_keys') return count + problem.keys.length
  return problem.path.length <= 1 ? count + 1 : count
}

function issue(path: Issue['path'], message: string): Issue {
  return { code: 'validation_error', severity: 'error', path, message }
}
