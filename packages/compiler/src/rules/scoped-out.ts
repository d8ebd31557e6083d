import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `scoped_out`: nothing that scoping blocks is bound, read, or reached by a transform. Says no name but the authored one. */
export const scopedOut: Rule = ({ assignments, outputs, report }) => {
  for (const { origin, key, name, resolution, transform } of assignments) {
    const isBlocked = resolution.status === 'blocked' || transform?.check.status === 'blocked'
    if (!isBlocked) continue
    report({
      code: 'scoped_out',
      severity: 'error',
      path: [...origin, resolution.status === 'blocked' ? key : 'transform'],
      message: `"${name}" is blocked by scoping.`,
      fixes: key === 'keyColumn' ? [] : [removing(`Remove the entry for "${name}"`, origin)],
    })
  }
  for (const output of outputs.flatMap((entry) =>
    entry.kind === 'rows' ? [entry, ...entry.fields] : [entry],
  )) {
    const { origin, leaf, resolution } = output
    const check = output.kind === 'value' ? output.transform?.check : undefined
    if (resolution.status !== 'blocked' && check?.status !== 'blocked') continue
    report({
      code: 'scoped_out',
      severity: 'error',
      path: [...origin, resolution.status === 'blocked' ? 'path' : 'transform'],
      message: `The output "${leaf}" reads something that is blocked by scoping.`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}
