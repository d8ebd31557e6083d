import { isJsonArray, isJsonObject, type Json, nearestNames } from '@bindery/model'
import { type Expression, parseExpression, splitText } from './expression.ts'
import type { Findings, Place } from './findings.ts'
import type { Located } from './node.ts'
import { type GivenValue, unsaid, type Value, within } from './value.ts'

/** What the names in expressions mean at one place of a workflow. */
export interface Scope {
  /** Names of what may be said there. */
  readonly inputs: readonly string[]
  readonly input: (name: string) => Value
  /** Outputs of the steps before, by step. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, Value>>
  /** What `$response.body` is. Absent outside of a step's outputs. */
  readonly answer?: Value
  /** What `$outputs` are, where a step calls a workflow. */
  readonly workflowOutputs?: ReadonlyMap<string, Value>
}

/** Follows the expression that a value is, or those in its text. An issue for what cannot be said. */
export function evaluate({ value, path }: Located, scope: Scope, findings: Findings): Value {
  if (typeof value !== 'string') {
    if (!holdsExpression(value)) return { from: 'document', value }
    const message =
      'A list or an object with expressions inside it cannot be said here: give its members one by one.'
    findings.error('value_unsaid', path, message)
    return unsaid
  }
  const whole = parseExpression(value)
  if (whole !== undefined) return lookUp(whole, { path, scope, findings })
  const parts = splitText(value)
  const [only] = parts
  if (parts.length === 1 && only !== undefined && typeof only !== 'string')
    return lookUp(only, { path, scope, findings })
  if (parts.every((part) => typeof part === 'string')) return { from: 'document', value }
  return evaluateText(parts, { path, scope, findings })
}

interface Looking {
  readonly path: Place
  readonly scope: Scope
  readonly findings: Findings
}

/** A text of which only values of the caller, or of the document, are parts. */
function evaluateText(parts: readonly (string | Expression)[], looking: Looking): Value {
  const found: (string | GivenValue)[] = []
  for (const part of parts) {
    const value: Value = typeof part === 'string' ? { from: 'document', value: part } : lookUp(part, looking)
    if (value.from === 'caller') found.push(value)
    else if (value.from === 'document' && isPlain(value.value)) found.push(String(value.value))
    else if (value.from === 'unsaid') return unsaid
    else {
      const message =
        'Only what the caller gives can be a part of a text: the value of another step fills an argument as a whole.'
      looking.findings.error('value_unsaid', looking.path, message)
      return unsaid
    }
  }
  return found.every((part) => typeof part === 'string')
    ? { from: 'document', value: found.join('') }
    : { from: 'text', parts: found }
}

const isPlain = (value: Json): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function lookUp(expression: Expression, looking: Looking): Value {
  const { scope } = looking
  switch (expression.kind) {
    case 'input':
      return scope.inputs.includes(expression.name)
        ? within(scope.input(expression.name), expression.pointer)
        : unknown(`No input is called "${expression.name}".`, scope.inputs, {
            ...looking,
            name: expression.name,
          })
    case 'step_output':
      return lookUpOutput(expression, looking)
    case 'workflow_output':
      return lookUpIn(scope.workflowOutputs, expression, looking)
    case 'answer':
      return scope.answer === undefined
        ? report(looking, '"$response" is known only in the outputs of a step.')
        : within(scope.answer, expression.pointer)
    case 'other':
      return report(looking, saysNothing(expression.text))
  }
}

function lookUpOutput(expression: Expression & { readonly kind: 'step_output' }, looking: Looking): Value {
  const { outputs } = looking.scope
  const step = outputs.get(expression.step)
  if (step !== undefined) return lookUpIn(step, expression, looking)
  const message = `No earlier step is called "${expression.step}".`
  return unknown(message, [...outputs.keys()], { ...looking, name: expression.step })
}

function lookUpIn(
  outputs: ReadonlyMap<string, Value> | undefined,
  { name, pointer }: { readonly name: string; readonly pointer: readonly string[] },
  looking: Looking,
): Value {
  const value = outputs?.get(name)
  if (value !== undefined) return within(value, pointer)
  return unknown(`There is no output "${name}".`, [...(outputs?.keys() ?? [])], { ...looking, name })
}

function unknown(
  message: string,
  names: readonly string[],
  looking: Looking & { readonly name: string },
): Value {
  const near = nearestNames(looking.name, names)
  const named = names.filter((one) => one !== '')
  const known = named.length === 0 ? 'There are none.' : `There are: ${named.slice(0, 20).join(', ')}.`
  const ask = near[0] === undefined ? known : `Did you mean "${near[0]}"?`
  looking.findings.error('name_unknown', looking.path, `${message} ${ask}`)
  return unsaid
}

function report({ path, findings }: Looking, message: string): Value {
  findings.warning('value_unsaid', path, message)
  return unsaid
}

function saysNothing(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text
  if (shown.startsWith('$response.header.'))
    return `"${shown}" is a header of an answer, and steps go on with what its body holds.`
  if (shown.startsWith('$workflows.'))
    return `"${shown}" is of another workflow, which would have to run before: call it as a step instead.`
  return `"${shown}" cannot be said: values come from inputs, from constants and from the bodies of earlier answers.`
}

/** Whether an expression stands somewhere inside a value. */
export function holdsExpression(value: Json): boolean {
  if (typeof value === 'string')
    return parseExpression(value) !== undefined || splitText(value).some((part) => typeof part !== 'string')
  if (isJsonArray(value)) return value.some(holdsExpression)
  return isJsonObject(value) && Object.values(value).some(holdsExpression)
}
