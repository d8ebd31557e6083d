import {
  type AssignedCondition,
  describeOperator,
  describeType,
  formatFieldPath,
  type Output,
  type OperationSkill,
  operationsOf,
  type Skill,
  needsVerifiedIdentity,
  type SkillPolicy,
  type SkillStep,
  type TakenRows,
  type TemplateSource,
  type ValueOutput,
} from '@bindery/model'
import { formatTemplate } from '@bindery/model/syntax'

/** Where each part of a skill comes from, in sentences; every list is in the order of the binding. */
export interface Explanation {
  readonly summary: string
  readonly parameters: readonly string[]
  readonly arguments: readonly string[]
  readonly outputs: readonly string[]
  readonly policy: readonly string[]
}

/** Says of a compiled skill what it asks for, what it sends where, what it returns, and why its gates stand. */
export function explain(skill: Skill): Explanation {
  const calls = operationsOf(skill).map(
    ({ operation, effect, integration }) => `${operation} (${effect}) of ${integration}`,
  )
  return {
    summary: `"${skill.functionName}" calls ${calls.join(', then ')}.`,
    parameters: skill.parameters.map((parameter) => explainParameter(parameter, skill)),
    arguments:
      skill.steps === undefined ? skill.assignments.map(explainAssignment) : skill.steps.flatMap(explainStep),
    outputs: skill.outputs.flatMap(explainOutput),
    policy: explainPolicy(skill),
  }
}

/** What a step is called with, and what of its rows goes on. */
function explainStep({ id, skill, take, wires, forEach }: SkillStep): readonly string[] {
  const runs = forEach === undefined ? 'runs once' : `runs once for every row of ${forEach}`
  const given = skill.assignments
    .map(explainAssignment)
    .map((line) =>
      wires.reduce(
        (text, { parameter, name }) =>
          text.replaceAll(`the parameter ${parameter}`, `${name} of an earlier step`),
        line,
      ),
    )
  return [
    `${id}: ${runs}${take === undefined ? '' : `; ${takeWords(take)}`}.`,
    ...given.map((line) => `${id}: ${line}`),
  ]
}

function takeWords({ how, max, more, choices }: TakenRows): string {
  const shown = choices.map(({ name }) => name).join(', ')
  const several =
    choices.length === 0 ? 'several are ambiguous' : `several are ambiguous, told apart by ${shown}`
  switch (how) {
    case 'one':
      return `its only row goes on, none is not_found, ${several}`
    case 'optional':
      return `its only row goes on, none leaves out what needs it, ${several}`
    case 'first':
      return 'its first row goes on, none is not_found'
    case 'each':
      return `each of its rows goes on, at most ${max}; more are ${more === 'cut' ? 'left out with a warning' : 'refused'}`
  }
}

function explainParameter(parameter: Skill['parameters'][number], { egress }: Skill): string {
  const own = egress.filter((entry) => entry.parameter === parameter.name)
  const places = own.map(({ argument, integration }) =>
    integration === undefined ? argument : `${argument} of ${integration}`,
  )
  const need = parameter.required ? 'required' : 'optional'
  const byDefault = parameter.default === undefined ? '' : `, by default ${JSON.stringify(parameter.default)}`
  return `${parameter.name}: ${describeType(parameter.type)}, ${need}${byDefault}; ${places.length === 0 ? 'compared with rows that were read' : `goes to ${places.join(' and ')}`}.`
}

function explainAssignment(assignment: OperationSkill['assignments'][number]): string {
  const { target, targetType, source, condition } = assignment
  if (condition !== undefined) return explainCondition(target.join('.'), condition, source)
  const place = `${target.join('.')} (${describeType(targetType)})`
  if (source.from === 'constant')
    return `${place} is always ${JSON.stringify(source.value)}, ${source.isDefault === true ? 'its default' : 'set in the binding'}.`
  if (source.from === 'relative') return `${place} is ${source.text}, counted from the call.`
  if (source.from === 'template') return `${place} is a text in ${source.syntax}: ${shownTemplate(source)}.`
  const how = source.transform === undefined ? '' : `, changed by ${source.transform}`
  return `${place} takes the parameter ${source.name}${how}.`
}

type Source = OperationSkill['assignments'][number]['source']

/** `Only rows whose created_at is at least the parameter from_date, when it is given.` */
function explainCondition(
  field: string,
  { op, optional, id, rows, tested }: AssignedCondition,
  source: Source,
): string {
  const value = source.from === 'constant' ? JSON.stringify(source.value) : nameOf(source)
  const when = optional === true ? ', when it is given' : ''
  const among = id.includes('.') ? `One of several ways (${id})` : 'Only'
  const whose = rows === undefined ? 'rows' : `rows of ${rows.join('.')}`
  const after = tested === undefined ? '' : ', tested after reading'
  return `${among}: ${whose} whose ${field} ${describeOperator(op)} ${value}${when}${after}.`
}

function nameOf(source: Exclude<Source, { readonly from: 'constant' }>): string {
  switch (source.from) {
    case 'parameter':
      return `the parameter ${source.name}`
    case 'relative':
      return source.text
    case 'template':
      return shownTemplate(source)
  }
}

const shownTemplate = ({ parts }: TemplateSource): string => formatTemplate(parts)

function explainOutput(output: Output): readonly string[] {
  if (output.kind === 'value') return [explainValue(output)]
  const by = (output.order ?? []).map(
    ({ path, direction }) => `${pathText(path)}${direction === 'desc' ? ', highest first' : ''}`,
  )
  const sorted = by.length === 0 ? '' : `, sorted after reading by ${by.join(', then by ')}`
  const head = `${output.leaf}: at most ${output.max} rows of ${pathText(output.path)}${sorted}.`
  return [head, ...output.fields.flatMap(explainOutput).map((line) => `${output.leaf}[].${line}`)]
}

function explainValue({ leaf, path, sourceType, transform, nullable, sensitivity }: ValueOutput): string {
  const how = transform === undefined ? '' : `, changed by ${transform}`
  const empty = nullable ? '; null when the provider has none' : ''
  const kind = sensitivity === 'none' ? '' : `; class ${sensitivity}`
  return `${leaf}: ${pathText(path)} (${describeType(sourceType)})${how}${empty}${kind}.`
}

function pathText(path: ValueOutput['path']): string {
  return path.length === 0 ? 'the whole answer' : formatFieldPath(path)
}

function explainPolicy({ policy, effect, sensitivity }: Skill): readonly string[] {
  const confirmation = effect === 'read' ? 'the binding asks for it' : `it is ${withArticle(effect)}`
  const isWriteOnOne = effect === 'update' || effect === 'delete'
  const identity = isWriteOnOne
    ? `it is ${withArticle(effect)}`
    : needsVerifiedIdentity(sensitivity)
      ? `its outputs are of class ${sensitivity}`
      : 'it is looked up by what only the person knows'
  return [
    ...(policy.requiresConfirmation ? [`Each call is confirmed by a person, since ${confirmation}.`] : []),
    ...(policy.requiresVerifiedIdentity
      ? [`The caller's identity must be verified, since ${identity}.`]
      : []),
    ...(policy.nonParallelizable
      ? ['Calls of one conversation run one after another, since it is a write.']
      : []),
    ...limitsOf(policy),
  ]
}

const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`

function limitsOf(policy: SkillPolicy): readonly string[] {
  const rate = policy.rateLimitPerMinute
  return [
    `A call ends after ${policy.timeoutMs} ms and reads at most ${policy.maxResponseBytes} bytes.`,
    ...(rate === undefined ? [] : [`At most ${rate} calls a minute.`]),
  ]
}
