import { describeInferred } from '@bindery/expression'
import { describeType } from '@bindery/model'
import { fitsType } from '../resolution/type-fit.ts'
import type { Rule } from './rule.ts'

/** `type_mismatch`: a parameter, or what its transform makes of it, fits every place that it fills. */
export const parameterFit: Rule = ({ assignments, parameters, report }) => {
  for (const { origin, key, name, source, resolution, transform } of assignments) {
    if (source.from !== 'parameter' || resolution.status !== 'found') continue
    const wanted = resolution.target.type
    if (transform === undefined) {
      const given = parameters.find((parameter) => parameter.name === source.name)?.type ?? wanted
      if (fitsType(given, wanted)) continue
      report({
        code: 'type_mismatch',
        severity: 'error',
        path: [...origin, key],
        message: `"${name}" takes ${describeType(wanted)}, but "${source.name}" is ${describeType(given)} elsewhere. Use another parameter, or a transform.`,
      })
      continue
    }
    if (transform.check.status !== 'typed') continue
    const { type } = transform.check.typing
    if (fitsType(type, wanted)) continue
    report({
      code: 'type_mismatch',
      severity: 'error',
      path: [...origin, 'transform'],
      message: `"${name}" takes ${describeType(wanted)}, but the transform gives ${describeInferred(type)}.`,
    })
  }
}
