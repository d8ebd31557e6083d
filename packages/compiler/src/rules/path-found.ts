import { outputPath } from '../resolution/output-path.ts'
import { everyOutput, formatFieldPath, type PathSegment, rowsOutputs } from '@bindery/model'
import { wholePaths } from '../resolution/resolve-path.ts'
import { askFor, removing, renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `path_not_found`: every path can be read and leads to something in the catalog. */
export const pathFound: Rule = ({ outputs, report }) => {
  for (const output of everyOutput(outputs)) {
    const { origin, leaf, resolution } = output
    // A field of rows cannot be followed when its rows cannot; the rows are reported.
    const isBehindBrokenRows = resolution.status === 'unreadable' && isWithinBroken(outputs, origin)
    if (isBehindBrokenRows) continue
    const path = outputPath(origin)
    const remove = removing(`Remove the output "${leaf}"`, origin)
    if (resolution.status === 'unreadable') {
      const message = `The path of "${leaf}" leads nowhere. ${resolution.reason}`
      report({ code: 'path_not_found', severity: 'error', path, message, fixes: [remove] })
    }
    if (resolution.status !== 'not_found') continue
    const { name, before, suggestions } = resolution
    const where = before.length === 0 ? 'the answer' : `"${formatFieldPath(before)}"`
    const repaired = wholePaths(resolution)
    report({
      code: 'path_not_found',
      severity: 'error',
      path,
      message: `There is no "${name}" in ${where}.${askFor(suggestions)}`,
      suggestions: repaired,
      fixes: [...renaming(path, repaired), remove],
    })
  }
}

const isWithinBroken = (outputs: Parameters<Rule>[0]['outputs'], origin: readonly PathSegment[]): boolean =>
  rowsOutputs(outputs).some(
    (rows) =>
      rows.resolution.status !== 'found' &&
      rows.origin.length < origin.length &&
      rows.origin.every((segment, at) => segment === origin[at]),
  )
