import { membersOf, valueAt } from './rows.ts'
import { CliError } from '../failures/cli-error.ts'

/**
 * The data with these members only, named by their paths: `{"agent.name": ...}` of `agent.name`. Throws CliError where no row
 * has a member of that name.
 */
export function pickFields(data: unknown, fields: readonly string[]): unknown {
  if (fields.length === 0) return data
  const rows = Array.isArray(data) ? data.map((row: unknown) => row) : undefined
  for (const field of fields) checkField(rows ?? [data], field)
  const pick = (row: unknown): unknown =>
    Object.fromEntries(fields.map((field) => [field, valueAt(row, field) ?? null]))
  return rows === undefined ? pick(data) : rows.map(pick)
}

function checkField(rows: readonly unknown[], field: string): void {
  const [first = ''] = field.split('.')
  const known = [...new Set(rows.flatMap((row) => [...membersOf(row).keys()]))]
  if (rows.length === 0 || known.includes(first)) return
  throw new CliError({
    code: 'usage',
    exit: 'usage',
    message: `The data has no member "${first}".`,
    fix: `Its members are ${known.join(', ')}.`,
    suggestions: known,
  })
}
