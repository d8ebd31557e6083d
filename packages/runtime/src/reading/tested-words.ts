import { type Assignment, describeOperator, type OperationSkill } from '@bindery/model'
import { formatTemplate } from '@bindery/model/syntax'

/**
 * What is tested on the rows of an answer, a line each, for who looks at a call before it is made: it is no part of what is
 * sent. Names parameters, and no value of them.
 */
export function testedWords({ assignments }: Pick<OperationSkill, 'assignments'>): readonly string[] {
  return assignments.flatMap(({ target, condition, source }) => {
    if (condition?.tested === undefined) return []
    const among = condition.id.includes('.') ? 'one of several: ' : ''
    const when = condition.optional === true ? ', when it is given' : ''
    const field = [...(condition.rows ?? []), ...target].join('.')
    return [`${among}${field} ${describeOperator(condition.op)} ${valueWords(source)}${when}`]
  })
}

function valueWords(source: Assignment['source']): string {
  switch (source.from) {
    case 'parameter':
      return `the parameter ${source.name}`
    case 'constant':
      return JSON.stringify(source.value)
    case 'relative':
      return source.text
    case 'template':
      return formatTemplate(source.parts)
  }
}
