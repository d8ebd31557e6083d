import { compile, publishedOutputSchema, toolDefinition } from '@bindery/compiler'
import {
  Guardrail,
  type Issue,
  type JsonObject,
  namedOutputs,
  objectFrom,
  type Output,
  type SchemaCatalog,
  type Skill,
  type SkillResult,
  type SourceAdapter,
  type ValueOutput,
  openScoping,
} from '@bindery/model'
import { type Choose } from './choose.ts'
import { type AnswerMood, randomAnswer } from './random-answer.ts'
import { randomBinding } from './random-binding.ts'
import { randomCatalog } from './random-catalog.ts'
import { randomParams } from './random-params.ts'
import { requestProblem, withFilledQuery } from './request-check.ts'
import { runOnce } from './run-once.ts'
import { schemaProblem } from './schema-check.ts'

/** What one random round showed. */
export type Round =
  | { readonly status: 'agreed'; readonly result: SkillResult['status'] }
  /** The binding did not compile, or no params could be made: nothing was tried. */
  | { readonly status: 'untried' }
  | { readonly status: 'disagreed'; readonly problem: string; readonly evidence: object }

/**
 * One random catalog, binding, call and answer. They agree when params that the schema allows are taken, when an answer
 * as described succeeds, and when whatever succeeds is valid under each schema that is published, of skills of an older
 * compiler too, whose outputs say less.
 */
export async function agreementRound(choose: Choose, adapter: SourceAdapter): Promise<Round> {
  const described = randomCatalog(choose)
  const catalog = choose.chance(20) ? withFilledQuery(described) : described
  const binding = randomBinding(catalog, choose)
  const compiled = compile({
    binding,
    catalog,
    catalogHash: 'sha256:random',
    lowering: adapter,
    integration: 'random',
    scoping: openScoping,
  })
  if (!compiled.ok) {
    const problem = compiled.failure.find((issue) => isUnfit(issue, catalog))?.message
    return problem === undefined
      ? { status: 'untried' }
      : { status: 'disagreed', problem, evidence: { binding, catalog } }
  }
  const skill = choose.chance(15) ? asOlder(compiled.value.skill) : compiled.value.skill
  const params = randomParams(skill.parametersSchema, choose)
  if (schemaProblem(skill.parametersSchema, params) !== undefined) return { status: 'untried' }
  const mood: AnswerMood = choose.chance(50) ? 'described' : 'wild'
  const answer = answerFor(catalog, { choose, mood })
  const rules = choose.chance(15) ? [randomRule(skill, choose)] : []
  const secret = choose.chance(10) ? choose.of(['leaf', 'text', 'Ada', 'none']) : undefined
  const { result, sent } = await runOnce(skill, { params, answer, rules, secret, adapter })
  const isCertain = mood === 'described' && compiled.value.skill === skill
  const problem =
    problemOf(skill, { result, isCertain }) ??
    sent.map((request) => requestProblem(catalog, request)).find(isText)
  if (problem === undefined) return { status: 'agreed', result: result.status }
  const evidence = {
    objects: catalog.objects,
    binding,
    params,
    answer,
    mood,
    rules,
    outputs: skill.outputs,
    result,
  }
  return { status: 'disagreed', problem, evidence }
}

/** A value that is a scalar, or one of several, can be an output; and nothing that the connection fills is asked for. */
function isUnfit({ code, message }: Issue, { operations }: SchemaCatalog): boolean {
  // Names of objects begin with a capital letter; what is a list or an object somewhere is no scalar.
  if (code === 'path_not_scalar') return /leads to [^A-Z[\]]+, which is no scalar/.test(message)
  const filled = operations[0]?.arguments.find(({ role }) => role === 'credential')
  return code === 'argument_required' && filled !== undefined && message.includes(`argument "${filled.name}"`)
}

const isText = (text: string | undefined): text is string => text !== undefined

function answerFor(
  catalog: SchemaCatalog,
  how: { readonly choose: Choose; readonly mood: AnswerMood },
): string {
  const returns = catalog.operations[0]?.returns
  if (how.mood === 'wild' && how.choose.chance(10)) return ''
  return returns === undefined ? 'null' : randomAnswer(catalog, returns, how)
}

interface Ending {
  readonly result: SkillResult
  /** The answer is as described: nothing but success will do. */
  readonly isCertain: boolean
}

function problemOf(skill: Skill, { result, isCertain }: Ending): string | undefined {
  if (result.status === 'succeeded') {
    const published = publishedOutputSchema(skill)
    const atTool = toolDefinition(skill, 'mcp')['outputSchema']
    return JSON.stringify(atTool) === JSON.stringify(published)
      ? schemaProblem(published, result.output)
      : 'a tool is published with another output schema than its skill'
  }
  if (result.status !== 'failed') return `it ended as ${result.status}`
  const { code, message, details } = result.error
  if (code === 'validation_error') return `params that the schema allows are refused: ${message}`
  if (code !== 'upstream_invalid_response') return `it failed as ${code}: ${message}`
  return isCertain && details.reason !== 'transform_failed'
    ? `an answer as described fails: ${message}`
    : undefined
}

function randomRule(skill: Skill, choose: Choose): Guardrail {
  const names = namedOutputs(skill.outputs).map(({ name }) => name)
  return choose.chance(50)
    ? Guardrail.parse({
        policyType: 'allowed_fields',
        config: { fields: names.filter(() => choose.chance(50)) },
      })
    : Guardrail.parse({
        policyType: 'content_policy',
        config: { blockedTerms: ['on_hold', 'none', 'text'], appliesTo: 'output' },
      })
}

/** The same skill as a compiler froze it that did not know shapes, what is always sent, nor what may be null under a transform. */
function asOlder(skill: Skill): Skill {
  const outputs = skill.outputs.map(older)
  const outputSchema: JsonObject = objectFrom(outputs.map(({ leaf }) => [leaf, { type: 'string' }]))
  return { ...skill, outputs, outputSchema }
}

function older(output: Output): Output {
  if (output.kind === 'value') return olderValue(output)
  const { shape: _shape, rowShape: _rowShape, present: _present, ...rest } = output
  return { ...rest, path: plain(rest.path), fields: rest.fields.map(older) }
}

function olderValue(output: ValueOutput): ValueOutput {
  const { sourceNullable: _sourceNullable, present: _present, ...rest } = output
  return { ...rest, path: plain(rest.path), nullable: rest.transform === undefined && rest.nullable }
}

const plain = (path: ValueOutput['path']): ValueOutput['path'] =>
  path.map((step) =>
    step.kind === 'item' ? { kind: 'item', index: step.index } : { kind: 'field', name: step.name },
  )
