import { isJsonObject, type Json, type JsonObject, objectFrom, type Step } from '@bindery/model'
import { holdsExpression } from './evaluate.ts'
import { parseExpression, splitText } from './expression.ts'
import type { CalledOperation } from './find-operation.ts'
import { type Target, targetOf } from './placed-value.ts'
import type { StepOutputs } from './step-outputs.ts'

type Input = Step['inputs'][number]
type ObjectEntry = Step['inputObjectMap'][number]

/** What fills the arguments of a step, as far as Arazzo has words for it, and what is left for our extension. */
export interface WrittenInputs {
  readonly parameters: readonly JsonObject[]
  readonly payload: Json | undefined
  readonly inputs: readonly Input[]
  readonly inputObjectMap: readonly ObjectEntry[]
}

interface Written {
  readonly target: Target
  readonly value: Json
}

/** Writes the inputs of a step. What has no words is left whole to the extension. */
export function writeInputs(
  { inputs, inputObjectMap }: Pick<Step, 'inputs' | 'inputObjectMap'>,
  called: CalledOperation,
  outputs: StepOutputs,
): WrittenInputs {
  const written: Written[] = []
  const write = <Entry extends Input | ObjectEntry>(entry: Entry, target: Target, rest: Entry): Entry => {
    const value = expressionOf(entry, outputs)
    if (value === undefined) return entry
    written.push({ target, value })
    return rest
  }
  const said = inputs.map((entry) => {
    const { param: _param, const: _const, from: _from, template: _template, ...rest } = entry
    return write(entry, targetOf(entry.argument, 'arguments_first', called), rest)
  })
  const fields = inputObjectMap.map((entry) => {
    const { param: _param, const: _const, from: _from, each: _each, ...rest } = entry
    return write(entry, targetOf(entry.field, 'fields_first', called), rest)
  })
  const { parameters } = called.address
  const inBody = written.filter(
    ({ target }) => !parameters.some(({ argument }) => argument === target.argument),
  )
  return {
    parameters: written.flatMap(({ target, value }) => {
      const known = parameters.find(({ argument }) => argument === target.argument)
      return known === undefined ? [] : [{ name: known.name, in: known.place, value }]
    }),
    payload:
      inBody.length === 0 ? undefined : nest(inBody.map(({ target, value }) => [target.members, value])),
    inputs: said,
    inputObjectMap: fields,
  }
}

/** Undefined for what Arazzo would read as something else. */
function expressionOf(entry: Input | ObjectEntry, outputs: StepOutputs): Json | undefined {
  if (entry.from !== undefined) return outputs.refer(entry.from)
  if (entry.const !== undefined) return isReadAsItIs(entry.const) ? entry.const : undefined
  if (entry.param !== undefined) return `$inputs.${entry.param}`
  if ('template' in entry && entry.template !== undefined) return writeTemplate(entry.template)
  return 'each' in entry && entry.each !== undefined ? `$inputs.${entry.each}` : undefined
}

/** A text that begins like an expression is read as one, and a member by member body is an object. */
const isReadAsItIs = (value: Json): boolean => !isJsonObject(value) && !holdsExpression(value)

/** `status = {status}` as `status = {$inputs.status}`; undefined where its braces cannot be told apart. */
function writeTemplate(template: string): string | undefined {
  let text = ''
  for (const part of template.split(/(\{\{|\}\}|\{[a-z][a-z0-9_]*\})/)) {
    if (part === '{{') text += '{'
    else if (part === '}}') text += '}'
    else if (/^\{[a-z]/.test(part)) text += `{$inputs.${part.slice(1, -1)}}`
    else if (/[{}]/.test(part)) return undefined
    else text += part
  }
  return readsBack(text, template) ? text : undefined
}

/** Whether the text is read as this template again, and not as one expression. */
function readsBack(text: string, template: string): boolean {
  if (parseExpression(text) !== undefined) return false
  const found = splitText(text)
  if (found.length === 1 && typeof found[0] !== 'string') return false
  const parts = found.map((part) => {
    if (typeof part === 'string') return part.replaceAll('{', '{{').replaceAll('}', '}}')
    return part.kind === 'input' ? `{${part.name}}` : ''
  })
  return parts.join('') === template
}

type Member = readonly [members: readonly string[], value: Json]

/** Members at their places in one object. */
function nest(values: readonly Member[]): Json {
  const groups = new Map<string, Member[]>()
  for (const [members, value] of values) {
    const [first, ...rest] = members
    if (first === undefined) return value
    groups.set(first, [...(groups.get(first) ?? []), [rest, value]])
  }
  return objectFrom([...groups].map(([name, inner]) => [name, nest(inner)] as const))
}
