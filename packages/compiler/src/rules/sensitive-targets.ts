import { isWritable, isWrite } from '@bindery/model'
import { isFilledMember } from '../resolution/required-targets.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `sensitive_field`: credentials are filled by the connection alone, and a write takes only what is of class none or
 * contact. `path_forbidden`: what the provider calls read-only is not written.
 */
export const sensitiveTargets: Rule = ({ assignments, operation, report }) => {
  for (const { origin, key, name, namesRows, resolution, isImplied } of assignments) {
    // A default is the provider's own word, and no data of ours.
    if (resolution.status !== 'found' || isImplied === true) continue
    const { target } = resolution
    const path = [...origin, key]
    const fixes = namesRows === true ? [] : [removing(`Remove the entry for "${name}"`, origin)]
    const isCredential =
      target.argument.role === 'credential' ||
      target.sensitivity === 'credential' ||
      isFilledMember(target.argument, target.path)
    if (isCredential) {
      const message = `"${name}" is a credential. The connection fills it; a binding cannot.`
      report({ code: 'sensitive_field', severity: 'error', path, message, fixes })
    } else if (isWrite(operation.effect) && !isWritable(target.sensitivity)) {
      const message = `"${name}" is of class ${target.sensitivity}. Writes take only what is of class none or contact.`
      report({ code: 'sensitive_field', severity: 'error', path, message, fixes })
    }
    if (!target.isReadOnly) continue
    const message = `"${name}" is set by the provider and cannot be written.`
    report({ code: 'path_forbidden', severity: 'error', path, message, fixes })
  }
}
