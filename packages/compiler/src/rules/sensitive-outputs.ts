import { outputPath } from '../resolution/output-path.ts'
import { needsVerifiedIdentity } from '@bindery/model'
import { valuesOf } from '../resolution/values-of.ts'
import { removing, setting } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `sensitive_field`: an output above class contact was agreed to by name, and a credential is never an output. The class
 * is that of everything the value is made from.
 */
export const sensitiveOutputs: Rule = ({ binding, outputs, report }) => {
  for (const { origin, leaf, view } of valuesOf(outputs)) {
    if (view === undefined || !needsVerifiedIdentity(view.sensitivity)) continue
    const remove = removing(`Remove the output "${leaf}"`, origin)
    if (view.sensitivity === 'credential') {
      const message = `"${leaf}" holds a credential, which can never be read out.`
      report({
        code: 'sensitive_field',
        severity: 'error',
        path: outputPath(origin),
        message,
        fixes: [remove],
      })
      continue
    }
    if (binding.allowSensitive.includes(leaf)) continue
    report({
      code: 'sensitive_field',
      severity: 'error',
      path: outputPath(origin),
      message: `"${leaf}" is of class ${view.sensitivity}. Remove it, or agree to it by name in "allowSensitive".`,
      fixes: [remove, setting(`Agree to "${leaf}"`, ['allowSensitive', '-'], leaf)],
    })
  }
}
