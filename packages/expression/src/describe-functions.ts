import type { Json } from '@bindery/model'
import { compileExpression } from './compile-expression.ts'
import { functionExamples } from './functions/function-examples.ts'
import { functionSignatures, isFunctionName } from './functions/function-names.ts'
import { functionSummaries } from './functions/function-summaries.ts'
import { type Parameter, parametersOf } from './functions/signature.ts'
import { resultOf } from './typing/function-results.ts'
import { anything, describeInferred, type Inferred, listOf, present, scalar } from './typing/inferred-type.ts'

/** A function that expressions may call, in the words of those who choose one. */
export interface FunctionDescription {
  readonly name: string
  /** What it does, on one line. */
  readonly summary: string
  /** Kinds of value that it takes. */
  readonly from: readonly string[]
  /** The type that comes of them. */
  readonly to: string
  /** What may or must be said beside the value, in order. */
  readonly options: readonly { readonly accepts: readonly string[]; readonly required: boolean }[]
  /** `out` is what the evaluator gives for `given`. */
  readonly example: { readonly text: string; readonly given: Json; readonly out: Json }
}

/** Every function, in the order of its group. */
export const describeFunctions = (): readonly FunctionDescription[] =>
  Object.keys(functionSignatures)
    .filter(isFunctionName)
    .map((name) => {
      const [first, ...rest] = parametersOf(name)
      const { text, given } = functionExamples[name]
      return {
        name,
        summary: functionSummaries[name],
        from: first === undefined ? [] : wordsOf(first),
        to: describeInferred(resultOf(name, first === undefined ? [] : [inferredOf(first)]).type),
        options: rest.map((option) => ({
          accepts: wordsOf(option),
          required: option.whenMissing === 'fail',
        })),
        example: { text, given, out: compileExpression(text)(given) ?? null },
      }
    })

const words: Readonly<Record<string, string>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  o: 'object',
  a: 'list',
  f: 'pattern',
}

function wordsOf({ accepts, isList, items }: Parameter): readonly string[] {
  if (isList) return [items === undefined ? 'list' : `list of ${words[items] ?? 'any'}`]
  const named = accepts.split('').flatMap((letter) => words[letter] ?? [])
  return named.length >= 5 ? ['any'] : named
}

function inferredOf({ accepts, isList, items }: Parameter): Inferred {
  if (isList) return listOf(typeOf(items ?? 'x').type, false)
  return accepts.length > 2 ? present(anything.type) : typeOf(accepts)
}

function typeOf(letters: string): Inferred {
  if (letters.startsWith('s')) return scalar('string')
  return letters.startsWith('n') ? scalar('number') : present(anything.type)
}
