import {
  compileExpression,
  describeFunctions,
  type Expression,
  ExpressionError,
  expressionLimits,
  parseExpression,
} from '@bindery/expression'
import { type Json, JsonValue } from '@bindery/model'
import { z } from 'zod'
import { useCase } from '../kernel/use-case.ts'

const TransformView = z
  .object({
    name: z.string(),
    summary: z.string().describe('What it does, on one line'),
    from: z.array(z.string()).describe('Kinds of value that it takes'),
    to: z.string().describe('The type that it gives'),
    options: z
      .array(z.object({ accepts: z.array(z.string()), required: z.boolean() }))
      .describe('What may or must stand behind the value, in order'),
    example: z.object({
      transform: z.string().describe('The text of a binding; `$` is the value'),
      in: JsonValue,
      out: JsonValue,
    }),
  })
  .meta({ id: 'Transform' })

const TrialQuestion = z.strictObject({
  transform: z.string().min(1).max(expressionLimits.textLength).describe('JSONata; `$` is the value'),
  value: JsonValue,
})

const TransformTrial = z
  .object({
    status: z
      .enum(['value', 'nothing', 'failed', 'unreadable'])
      .describe(
        '`nothing`: it gives no value of this one. `failed`: it cannot be computed of this one. `unreadable`: it is no transform',
      ),
    value: JsonValue.optional(),
    problems: z
      .array(
        z.object({ message: z.string(), position: z.int().describe('Character of the transform, from 0') }),
      )
      .describe('Why there is no value; what depends on types is said by validating the binding'),
  })
  .meta({ id: 'TransformTrial' })

/** What a transform makes of one value, as a run would. */
function tryTransform(transform: string, value: Json): z.input<typeof TransformTrial> {
  const parsed = parseExpression(transform)
  if (parsed.ok) return evaluate(parsed.value, value)
  return {
    status: 'unreadable',
    problems: parsed.failure.map(({ message, position }) => ({ message, position })),
  }
}

function evaluate(expression: Expression, given: Json): z.input<typeof TransformTrial> {
  try {
    const value = compileExpression(expression)(given) ?? null
    return value === null ? { status: 'nothing', problems: [] } : { status: 'value', value, problems: [] }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const { code, message, position = 0 } = error
    return { status: code === 'absent' ? 'nothing' : 'failed', problems: [{ message, position }] }
  }
}

export const transformUseCases = {
  list: useCase({
    scope: 'any',
    environment: 'none',
    tag: 'Vocabularies',
    summary: 'Functions that transforms of bindings may call, each with an example',
    takes: {},
    output: z.array(TransformView),
    run: async () => ({
      data: describeFunctions().map(({ example: { text, given, out }, ...rest }) => ({
        ...rest,
        from: [...rest.from],
        options: rest.options.map((option) => ({ ...option, accepts: [...option.accepts] })),
        example: { transform: text, in: given, out },
      })),
    }),
  }),

  try: useCase({
    scope: 'any',
    audit: { leaves: 'nothing', because: 'it computes and stores nothing' },
    environment: 'none',
    tag: 'Vocabularies',
    summary: 'What a transform makes of a value; calls and stores nothing',
    takes: { content: TrialQuestion },
    example: { transform: '$trim($)', value: '  Ada  Lovelace ' },
    output: TransformTrial,
    run: async ({ content }) => ({ data: tryTransform(content.transform, content.value) }),
  }),
}
