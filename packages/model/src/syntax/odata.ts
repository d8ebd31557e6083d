import { failure, success } from '../result.ts'
import { controlProblem, type TextSyntax } from './text-syntax.ts'

/** OData 4.01, URL conventions, section 5.1.1.6.1: a quote inside a text is written twice, and there is no other escape. */
export const odata: TextSyntax = {
  enclosures: [{ kind: 'quotes', open: "'", close: "'" }],
  hasMoments: true,
  writeText: (value) => {
    const problem = controlProblem(value)
    return problem === undefined ? success(`'${value.replaceAll("'", "''")}'`) : failure(problem)
  },
}
