import type { Run } from '../evaluate/run.ts'
import type { Value } from '../evaluate/value.ts'
import { ExpressionError } from '../expression-error.ts'
import type { Argument, CallSite } from './signature.ts'

/** What a function may use besides its arguments. */
export interface Call {
  readonly run: Run
  readonly site: CallSite
}

/** The body of a function; its arguments stand in the places of its signature. */
export type Implementation = (given: readonly Argument[], call: Call) => Value

/** Fails a call because of the content of an argument. */
export function impossible(call: Call, reason: string): ExpressionError {
  return new ExpressionError('value', `"$${call.site.name}" ${reason}`, call.site.position)
}

/** Fails a call because an argument has the wrong type or is missing. */
export function unfit(call: Call, reason: string): ExpressionError {
  return new ExpressionError('type', `"$${call.site.name}" ${reason}`, call.site.position)
}

/** Fails a call because there is nothing where it needs a value. */
export function lacking(call: Call, reason: string): ExpressionError {
  return new ExpressionError('absent', `"$${call.site.name}" ${reason}`, call.site.position)
}

/** A function of one text: nothing gives nothing. Its cost is that of reading the text. */
export function ofText(work: (text: string, call: Call) => Value): Implementation {
  return ([text], call) => {
    if (typeof text !== 'string') return undefined
    call.run.spendText(text.length)
    return work(text, call)
  }
}

/** A function of one number: nothing gives nothing. */
export function ofNumber(work: (value: number, call: Call) => Value): Implementation {
  return ([value], call) => (typeof value === 'number' ? work(value, call) : undefined)
}
