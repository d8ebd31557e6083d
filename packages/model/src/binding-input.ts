import { z } from 'zod'
import { JsonValue } from './json-value.ts'
import { textSyntaxNames } from './syntax/registry.ts'

const json = JsonValue
const name = z.string().min(1).max(128)
const transform = z.string().min(1).max(4000)

export const BindingInput = z
  .strictObject({
    param: name
      .optional()
      .describe('Canonical name of the parameter that the agent collects, snake_case; this or `const`'),
    const: json.optional().describe('A fixed value, instead of a parameter'),
    argument: z.string().min(1).max(300).describe('The argument of the operation that receives it'),
    required: z
      .boolean()
      .optional()
      .describe('Whether the agent must supply it; defaults to what the argument needs'),
    description: z.string().max(1000).optional(),
    example: json.optional(),
    default: json.optional(),
    transform: transform.optional().describe('JSONata; `$` is the value of the parameter'),
    syntax: z
      .enum(textSyntaxNames)
      .optional()
      .describe(
        'With `template`: the language that it is written in, which says how values are escaped; `plain` for any other one, where values are held to `[A-Za-z0-9_.@+-]`',
      ),
    template: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe(
        'Instead of `param`: the text of the argument, with parameters in braces (`status = {status}`), each sent as one literal of `syntax`; `{{` and `}}` are braces, and what stands between `{?` and `?}` is left out of a call that gives no value for it',
      ),
  })
  .meta({ id: 'BindingInput' })
export type BindingInput = z.infer<typeof BindingInput>

export const BindingRowField = z
  .strictObject({
    field: z.string().min(1).max(300).describe('Field of one row of the list, dotted when nested'),
    name: name.optional().describe('Name under which the agent gives it in each row; this or `const`'),
    const: json.optional().describe('A fixed value in every row'),
    required: z
      .boolean()
      .optional()
      .describe('Whether every row must have it; defaults to what the field needs'),
    description: z.string().max(1000).optional(),
    example: json.optional(),
    default: json.optional(),
    transform: transform.optional(),
  })
  .meta({ id: 'BindingRowField' })
export type BindingRowField = z.infer<typeof BindingRowField>

export const BindingInputObjectEntry = z
  .strictObject({
    field: z.string().min(1).max(300).describe('Field of the input object, dotted when nested'),
    param: name.optional(),
    const: json.optional(),
    transform: transform.optional(),
    each: name
      .optional()
      .describe(
        'Instead of `param`, for a list of objects: the parameter whose rows are its items, flat and typed by `fields`',
      ),
    max: z.int().min(1).max(100).optional().describe('Most rows of `each`, 20 when absent'),
    required: z.boolean().optional().describe('Of `each`: whether the agent must give it'),
    description: z.string().max(1000).optional().describe('Of `each`: what the agent is told of it'),
    fields: z
      .array(BindingRowField)
      .min(1)
      .max(40)
      .optional()
      .describe('With `each`: what a row is made of, and under which names the agent gives it'),
  })
  .meta({ id: 'BindingInputObjectEntry' })
export type BindingInputObjectEntry = z.infer<typeof BindingInputObjectEntry>
