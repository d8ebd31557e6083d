import type { Operation } from '@bindery/model'
import { askFor, removing, renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `argument_unknown`: every bound name is an argument, a field of the input object, a column, or a field of rows. */
export const argumentKnown: Rule = ({ assignments, operation, reading, report }) => {
  for (const { origin, key, name, namesRows, condition, resolution } of assignments) {
    if (resolution.status !== 'unknown') continue
    const isInner = condition?.rows !== undefined
    const isOfRows = condition !== undefined && !isInner && reading !== undefined
    // Which rows are meant is told by itself.
    if (isOfRows && reading.rows.status !== 'found') continue
    const { suggestions } = resolution
    const path = [...origin, key]
    const rows = condition?.rows?.join('.') ?? rowsGiven(operation)
    const lacking =
      rows === undefined
        ? `"${operation.name}" has no argument or input field "${name}".`
        : `Rows of "${rows}" have no field "${name}".`
    const message = isOfRows
      ? `Rows of the answer of "${operation.name}" have no single "${name}" that could be tested.`
      : lacking
    report({
      code: 'argument_unknown',
      severity: 'error',
      path,
      message: `${message}${askFor(suggestions)}`,
      suggestions,
      fixes: [
        ...renaming(path, suggestions),
        ...(namesRows === true && !isInner ? [] : [removing(`Remove the entry for "${name}"`, origin)]),
      ],
    })
  }
}

/** The list whose rows a caller gives, where the operation stands for one of them. */
const rowsGiven = ({ inputArgument }: Operation): string | undefined =>
  inputArgument?.endsWith('[]') === true ? inputArgument.slice(0, -2) : undefined
