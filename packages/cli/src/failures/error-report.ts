import { ProblemError } from '@bindery/client'
import type { Line } from '../terminal/line.ts'
import { CliError } from './cli-error.ts'
import { type Exit, exitCodes, exitOfProblem } from './exit-codes.ts'

/** A failure as one problem+json object: what a script reads on standard error under --json. */
export interface ErrorReport {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  /** The exit code of the process. */
  readonly exit: number
  readonly retryable: boolean
  /** What to do about it. */
  readonly fix: string
  readonly errors?: readonly unknown[]
  readonly [member: string]: unknown
}

const fixOfExit: Readonly<Record<Exit, string>> = {
  ok: '',
  unexpected: 'Run it again with --verbose; when it stays, report the request id.',
  usage: 'See "bindery help".',
  authentication: 'Sign in with "bindery login" or set BINDERY_API_KEY to a key with the scope.',
  unreachable: 'Check the address with "bindery doctor".',
  upstream: 'See what the provider said with "bindery activity show".',
  invalid: 'Correct what "errors" names and run it again.',
  drift: 'Review the changes with "bindery review list --type drift".',
  waiting: 'Decide it with "bindery review list".',
  conflict: 'Look at what is there now, then run it again.',
  limited: 'Wait a while, then run it again.',
  interrupted: 'Run it again.',
}

/** What is told of a failure, whatever threw it. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof ProblemError) return ofProblem(error)
  if (error instanceof CliError) return ofCliError(error)
  return {
    ...shell('unexpected', 'internal_error'),
    detail: error instanceof Error ? error.message : 'The command failed.',
    fix: fixOfExit.unexpected,
  }
}

const shell = (exit: Exit, code: string) => ({
  type: 'about:blank',
  title: 'The command failed',
  status: 0,
  code,
  exit: exitCodes[exit],
  retryable: false,
})

function ofProblem({ problem }: ProblemError): ErrorReport {
  // A newer server may answer a code that this command does not know.
  const exit: Exit = Object.hasOwn(exitOfProblem, problem.code) ? exitOfProblem[problem.code] : 'unexpected'
  const { next, retryable, remedy, detail, title, actor } = problem
  return {
    ...problem,
    detail: detail === '' ? title : detail,
    exit: exitCodes[exit],
    retryable: retryable ?? false,
    // Who stands here is the operator of whom others are told.
    fix: remedy?.request ?? (actor === 'operator' ? fixOfExit[exit] : (next ?? fixOfExit[exit])),
  }
}

function ofCliError({ failure }: CliError): ErrorReport {
  const { code, exit, message, fix, isRetryable = false, suggestions } = failure
  return {
    ...shell(exit, code),
    detail: message,
    retryable: isRetryable,
    fix: fix ?? fixOfExit[exit],
    ...(suggestions !== undefined && { suggestions }),
  }
}

/** The same for a person: what is wrong, each finding, and what to do. */
export function linesOf(report: ErrorReport): readonly Line[] {
  const requestId = report['request_id']
  return [
    [{ style: 'red', text: 'error: ' }, report.detail],
    ...(report.errors ?? []).flatMap(findingLines),
    ...(report.fix === '' ? [] : [[{ style: 'dim', text: '  try: ' }, report.fix] satisfies Line]),
    ...(typeof requestId === 'string' && report.exit === exitCodes.unexpected
      ? [[{ style: 'dim', text: `  request ${requestId}` }] satisfies Line]
      : []),
  ]
}

function findingLines(finding: unknown): readonly Line[] {
  if (typeof finding !== 'object' || finding === null) return []
  const members = new Map<string, unknown>(Object.entries(finding))
  const text = (name: string): string => {
    const value = members.get(name)
    return typeof value === 'string' ? value : ''
  }
  const place = text('field') || text('path')
  const line: Line = [
    '  ',
    { style: 'bold', text: place === '' ? text('code') : place },
    ' ',
    { style: 'dim', text: text('code') },
    ' ',
    text('message'),
  ]
  return [line]
}
