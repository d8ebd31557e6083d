import {
  type ErrorCode,
  errorTable,
  type Json,
  type JsonObject,
  type PlatformError,
  type SkillResult,
} from '@bindery/model'
import type { CallToolResult } from '@modelcontextprotocol/server'
import { toProblemEntry } from '../http/problem.ts'

type Waiting = Extract<SkillResult, { status: 'confirmation_required' }>

/** How a run ended, for a model: what it gave, or what happened and what to do now. */
export function toToolResult(result: SkillResult): CallToolResult {
  switch (result.status) {
    case 'succeeded': {
      const { output, warnings, message } = result
      const notes = [...(message === undefined ? [] : [message]), ...warnings]
      return {
        content: [textOf(output), ...notes.map((text) => ({ type: 'text' as const, text }))],
        structuredContent: output,
        _meta: {
          'bindery/executionId': result.executionId,
          'bindery/durationMs': result.durationMs,
          ...(result.isReplay ? { 'bindery/replayed': true } : {}),
        },
      }
    }
    case 'confirmation_required':
      return toWaitingResult(result)
    case 'failed':
      return toErrorResult(result.error, {
        ...(result.executionId === undefined ? {} : { executionId: result.executionId }),
        ...(result.message === undefined ? {} : { say: result.message }),
      })
    case 'outcome_unknown':
      return toErrorResult(result.error, { executionId: result.executionId })
  }
}

/** Any failure, as far as it may be told. What is not a PlatformError is told by its code alone. */
export function toErrorResult(error: PlatformError, more: JsonObject = {}): CallToolResult {
  const { code, message, details } = error
  const { issues, retryAfterMs } = details
  return refusal({
    status: code === 'outcome_unknown' ? 'outcome_unknown' : 'failed',
    code,
    message: code === 'validation_error' ? `Invalid params: ${message}` : message,
    next: nextStep(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(issues === undefined ? {} : { errors: issues.map((issue) => toEntry(issue)) }),
    ...more,
  })
}

function toEntry(issue: Parameters<typeof toProblemEntry>[0]): JsonObject {
  const { field, code, message, suggestions } = toProblemEntry(issue)
  return { field, code, message, ...(suggestions === undefined ? {} : { suggestions: [...suggestions] }) }
}

/** Marked as an error because the call was not carried out, and because its output schema binds successes only. */
export function toWaitingResult(result: Waiting): CallToolResult {
  return refusal({
    status: 'confirmation_required',
    code: 'confirmation_required',
    message: `A person must approve this call; nothing has been sent. ${result.summary}`,
    confirmationId: result.confirmationId,
    preview: result.preview,
    expiresAt: result.expiresAt.toISOString(),
    next: `Ask an operator to approve it (POST /api/v1/confirmations/${result.confirmationId}/approve). Then call "confirm_call" with this confirmationId, or call this tool again with the same arguments and _meta {"confirmationId": "${result.confirmationId}"}, for its result.`,
  })
}

/** A result that says no, with everything in its text: clients check structured content against the output schema. */
export function refusal(body: JsonObject): CallToolResult {
  return { isError: true, content: [textOf(body)], _meta: { 'bindery/result': body } }
}

function textOf(value: Json) {
  return { type: 'text' as const, text: JSON.stringify(value) }
}

/** What whoever must act can do about it. */
function nextStep(code: ErrorCode): string {
  if (code === 'outcome_unknown')
    return 'Do not call again: it may have happened. Ask an operator to look at the execution.'
  const { actor, isRetryable } = errorTable[code]
  if (isRetryable) return 'Wait, then make the same call again.'
  switch (actor) {
    case 'caller':
      return 'Correct the call and make it again.'
    case 'operator':
      return 'Do not retry: an operator of Bindery must act first.'
    case 'provider':
      return 'Do not retry at once: the provider refused the call or failed.'
    case 'platform':
      return 'Do not retry: tell an operator of Bindery.'
  }
}
