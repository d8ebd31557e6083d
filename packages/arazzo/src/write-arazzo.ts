import {
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  parseJson,
  type PathStep,
  type ProjectionEntry,
  type Step,
  type StepsBinding,
} from '@bindery/model'
import { extensionName } from './bindery-extension.ts'
import type { AuthoredWorkflow } from './build-binding.ts'
import type { CalledOperation } from './find-operation.ts'
import type { KnownSource } from './known-source.ts'
import { StepOutputs } from './step-outputs.ts'
import { writeInputs } from './write-inputs.ts'
import { toStepsBinding } from './to-steps-binding.ts'

/** A skill that is to become a workflow. */
export interface WrittenSkill {
  /** Letters, digits, hyphens and underscores; of no other skill. */
  readonly workflowId: string
  readonly authored: AuthoredWorkflow
  /** JSON schema of what callers give. */
  readonly inputs: JsonObject
  /** The list of the answer of a step that takes rows, by the name of the step. */
  readonly rows: ReadonlyMap<string, readonly PathStep[]>
}

/** A provider whose operations are called, and where its description is. */
export interface WrittenSource extends KnownSource {
  readonly url: string
}

export interface WrittenDocument {
  readonly title: string
  readonly skills: readonly WrittenSkill[]
  /** By slug: every provider that the skills call. */
  readonly sources: ReadonlyMap<string, WrittenSource>
}

/**
 * Writes skills as an Arazzo 1.0 description. What Arazzo has no words for stands in `x-bindery`: with it `readArazzo` gives
 * the same bindings, without it a valid description remains. Throws for an operation that its source does not have.
 */
export function writeArazzo({ title, skills, sources }: WrittenDocument): JsonObject {
  const called = new Set(
    skills.flatMap(({ authored }) => toStepsBinding(authored).steps.map(({ integration }) => integration)),
  )
  return {
    arazzo: '1.0.1',
    info: { title, version: '1.0.0' },
    sourceDescriptions: [...sources.values()]
      .filter(({ integration }) => called.has(integration))
      .map(({ integration, url }) => ({ name: integration, url, type: 'openapi' })),
    workflows: skills.map((skill) => writeWorkflow(skill, sources)),
  }
}

function writeWorkflow(skill: WrittenSkill, sources: WrittenDocument['sources']): JsonObject {
  const { authored, workflowId, inputs, rows } = skill
  const binding = toStepsBinding(authored)
  const outputs = new StepOutputs(
    binding.steps.map((step) => ({
      id: step.id,
      rows: step.take === undefined ? undefined : rows.get(step.id),
    })),
  )
  const calls = binding.steps.map((step) => ({ step, called: requireCalled(step, sources) }))
  const written = calls.map(({ step, called }) => writeInputs(step, called, outputs))
  const shown = binding.projection.map((entry, at) =>
    writeOutput(entry, authored.binding.projection[at] ?? entry, outputs),
  )
  const steps = calls.map(({ step, called }, at): JsonObject => {
    const { parameters = [], payload, ...said } = written[at] ?? {}
    return {
      stepId: step.id,
      operationPath: pathOf(called),
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(payload === undefined ? {} : { requestBody: bodyOf(called, payload) }),
      ...optional('outputs', outputs.of(step.id)),
      [extensionName]: plain({ ...extensionOf(step), ...said }),
    }
  })
  const shownByName = shown.flatMap(({ leaf, expression }) =>
    expression === undefined ? [] : [[leaf, expression] as const],
  )
  return {
    workflowId,
    summary: binding.toolName,
    ...optional('description', binding.description),
    inputs: withPlatformInputs(inputs, binding),
    steps,
    ...(shownByName.length === 0 ? {} : { outputs: objectFrom(shownByName) }),
    [extensionName]: plain({
      form: authored.form,
      ...settingsOf(binding),
      projection: shown.map(({ said }) => said),
    }),
  }
}

const optional = (name: string, value: Json | undefined): JsonObject =>
  value === undefined ? {} : { [name]: value }

function requireCalled(step: Step, sources: WrittenDocument['sources']): CalledOperation {
  const source = sources.get(step.integration)
  const operation = source?.catalog.operations.find(({ name }) => name === step.operation)
  if (source === undefined || operation === undefined)
    throw new Error(`"${step.integration}" has no operation "${step.operation}".`)
  return { source, operation, address: source.addressOf(operation) }
}

function pathOf({ source, address }: CalledOperation): string {
  const path = address.path.replaceAll('~', '~0').replaceAll('/', '~1')
  return `{$sourceDescriptions.${source.integration}.url}#/paths/${path}/${address.method.toLowerCase()}`
}

const bodyOf = ({ address }: CalledOperation, payload: Json): JsonObject => ({
  ...optional('contentType', address.mediaType),
  payload,
})

interface WrittenOutput {
  readonly leaf: string
  readonly expression: string | undefined
  readonly said: Json
}

/** An output under its name; the whole of it, as it is authored, is left to the extension where its path has no words. */
function writeOutput(entry: ProjectionEntry, own: ProjectionEntry, outputs: StepOutputs): WrittenOutput {
  const { path, ...rest } = entry
  const expression = outputs.refer(path)
  return { leaf: entry.leaf, expression, said: plain(expression === undefined ? own : rest) }
}

/** What the platform fills is an input of the workflow all the same. */
function withPlatformInputs(inputs: JsonObject, { contextParams }: StepsBinding): JsonObject {
  const properties = ownProperty(inputs, 'properties')
  const known = isJsonObject(properties) ? properties : {}
  const missing = contextParams.filter((name) => !Object.hasOwn(known, name))
  return { ...inputs, properties: { ...known, ...objectFrom(missing.map((name) => [name, {}] as const)) } }
}

/** What is asked of a step beside what it calls and the values that it gets. */
function extensionOf({
  id: _id,
  integration: _provider,
  operation: _operation,
  sqlWrite: _write,
  ...rest
}: Step) {
  const { inputs: _inputs, inputObjectMap: _fields, ...asked } = rest
  return asked
}

/** What is asked of the whole; whether it is enabled is nobody's business but the agent's. */
function settingsOf({
  steps: _steps,
  projection: _outputs,
  description: _said,
  enabled: _enabled,
  ...rest
}: StepsBinding) {
  return rest
}

/** As JSON, without members that are not set and lists that are empty. */
function plain(value: object): Json {
  const entries = Object.entries(value).filter(
    ([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0),
  )
  return parseJson(JSON.stringify(Object.fromEntries(entries)))
}
