import {
  canonicalParameters,
  isWrite,
  needsVerifiedIdentity,
  type SensitivityClass,
  sensitivityOf,
  stricter,
} from '@bindery/model'
import type { ResolvedParameter } from '../resolution/resolved-binding.ts'
import { removing, setting } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `sensitive_parameter` (warning): a write puts a parameter above class contact into a place of a milder class, where others may read
 * it: an `iban` into a `public_note`. Somebody has to agree to it, by name here or
 * when it is enabled. `sensitive_context` where
 * the platform fills it, which the binding asks for by name. The class of a parameter is the strictest that its
 * name, its type, its description and its other places tell.
 */
export const taintedTargets: Rule = ({ binding, operation, parameters, report }) => {
  if (!isWrite(operation.effect)) return
  for (const parameter of parameters) {
    const found = classOf(parameter)
    if (!needsVerifiedIdentity(found) || binding.allowSensitive.includes(parameter.name)) continue
    for (const { origin, key, name, namesRows, resolution } of parameter.uses) {
      if (namesRows === true || resolution.status !== 'found') continue
      const { sensitivity } = resolution.target
      if (needsVerifiedIdentity(sensitivity)) continue
      report({
        code: binding.contextParams.includes(parameter.name) ? 'sensitive_context' : 'sensitive_parameter',
        severity: 'warning',
        path: [...origin, key],
        message: `"${parameter.name}" is of class ${found}, and "${name}" of class ${sensitivity}: others may read there what it holds. Remove it, agree to it by name in "allowSensitive", or acknowledge it when the skill is enabled.`,
        fixes: [
          removing(`Remove the entry for "${name}"`, origin),
          setting(`Agree to "${parameter.name}"`, ['allowSensitive', '-'], parameter.name),
        ],
      })
    }
  }
}

function classOf({ name, type, uses, input }: ResolvedParameter): SensitivityClass {
  const canonical = canonicalParameters.find((parameter) => parameter.name === name)?.sensitivity ?? 'none'
  const description = input?.description === undefined ? {} : { description: input.description }
  const others = uses.flatMap(({ resolution }) =>
    resolution.status === 'found' ? [resolution.target.sensitivity] : [],
  )
  return others.reduce(stricter, stricter(canonical, sensitivityOf({ name, type, ...description })))
}
