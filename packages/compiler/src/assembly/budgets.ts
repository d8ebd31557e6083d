import type { Issue, Output, OutputType, Skill, ValueOutput } from '@bindery/model'

/** What a prompt and an answer may cost. Tokens are estimated at four characters each. */
const budgets = {
  toolSchemaTokens: { warnAbove: 1000, refuseAbove: 16_000 },
  responseTokens: { warnAbove: 8000, refuseAbove: 250_000 },
} as const

const charactersPerToken = 4
/** Characters of a text of unknown length, as answers of providers have them in bad cases. */
const textCharacters = 400
const listItems = 20

/** `budget_tool_schema`, `budget_response`: what the skill costs in every prompt, and at worst in one answer. */
export function checkBudgets(
  skill: Pick<Skill, 'functionName' | 'description' | 'parametersSchema' | 'outputs'>,
): readonly Issue[] {
  const { functionName, description, parametersSchema, outputs } = skill
  const tool = JSON.stringify({ functionName, description, parametersSchema }).length
  return [
    ...judge(tool, {
      code: 'budget_tool_schema',
      path: ['inputs'],
      what: 'The tool definition',
      limits: budgets.toolSchemaTokens,
    }),
    ...judge(
      outputs.map(sizeOf).reduce((sum, size) => sum + size, 0),
      {
        code: 'budget_response',
        path: ['projection'],
        what: 'A full answer',
        limits: budgets.responseTokens,
      },
    ),
  ]
}

interface Budget {
  readonly code: string
  readonly path: readonly string[]
  readonly what: string
  readonly limits: { readonly warnAbove: number; readonly refuseAbove: number }
}

function judge(characters: number, { code, path, what, limits }: Budget): readonly Issue[] {
  const tokens = Math.ceil(characters / charactersPerToken)
  if (tokens <= limits.warnAbove) return []
  const severity = tokens > limits.refuseAbove ? 'error' : 'warning'
  const most = severity === 'error' ? limits.refuseAbove : limits.warnAbove
  const message = `${what} costs about ${tokens} tokens; keep it under ${most}. Use fewer or shorter entries.`
  return [{ code, severity, path, message }]
}

function sizeOf(output: Output): number {
  if (output.kind === 'value') return sizeOfValue(output)
  return output.leaf.length + output.max * output.fields.map(sizeOf).reduce((sum, size) => sum + size, 0)
}

function sizeOfValue({ leaf, type }: ValueOutput): number {
  return leaf.length + 4 + sizeOfType(type)
}

function sizeOfType(type: OutputType): number {
  switch (type.kind) {
    case 'scalar':
      return type.scalar === 'string' || type.scalar === 'any' || type.scalar === 'binary'
        ? textCharacters
        : 40
    case 'enum':
      return Math.max(0, ...type.values.map((value) => String(value).length))
    case 'union':
      return Math.max(...type.members.map(sizeOfType))
    case 'list':
      return listItems * sizeOfType(type.items)
  }
}
