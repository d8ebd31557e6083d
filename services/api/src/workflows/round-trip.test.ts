import { type AuthoredWorkflow, type KnownSource, readArazzo, writeArazzo } from '@bindery/arazzo'
import { compile, type CompileInput, compileSteps } from '@bindery/compiler'
import { questions, shopDocument } from '@bindery/fixtures/questions'
import {
  isStepsBinding,
  openScoping,
  parseBinding,
  type PathStep,
  type SchemaCatalog,
  type Skill,
  skillHash,
} from '@bindery/model'
import { fillPreset, openCatalogue } from '@bindery/packs'
import { loadAdapter, loadOperationAddress } from '@bindery/sources'
import { describe, expect, test } from 'vitest'
import { readDescription } from '../testing/compile-pack.ts'
import { readOwnSlice } from '../testing/pack-slices.ts'

/* What is written as a workflow and read again is the same skill, to the byte. */

const lowering = await loadAdapter('openapi')
const addressOf = await loadOperationAddress('openapi')
const integration = 'provider'

function compiled({ form, binding }: AuthoredWorkflow, catalog: SchemaCatalog): Skill {
  const input = { catalog, lowering, catalogHash: 'sha256:x', integration, scoping: openScoping }
  const inputs: Omit<CompileInput, 'binding'> = input
  const result =
    form === 'steps'
      ? compileSteps(
          binding,
          binding.steps.map((step) => ({ ...inputs, binding: step })),
        )
      : compile({ ...inputs, binding })
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value.skill
}

const toAuthored = (stored: unknown): AuthoredWorkflow => {
  const binding = parseBinding(stored)
  if (!isStepsBinding(binding)) return { form: 'operation', integration, binding }
  const steps = binding.steps.map((step) => ({ ...step, integration }))
  return { form: 'steps', binding: { ...binding, steps } }
}

const rowsOf = (skill: Skill): ReadonlyMap<string, readonly PathStep[]> =>
  new Map(
    (skill.steps ?? []).flatMap(({ id, take, skill: { outputs } }) => {
      const rows = outputs.find(({ leaf }) => leaf === take?.leaf)
      return rows === undefined ? [] : [[id, rows.path] as const]
    }),
  )

/** What the skill is, and what it is after it was written and read. */
function thereAndBack(authored: AuthoredWorkflow, catalog: SchemaCatalog) {
  if (addressOf === undefined) throw new Error('OpenAPI has addresses.')
  const skill = compiled(authored, catalog)
  const source: KnownSource = { integration, catalog, addressOf }
  const document = writeArazzo({
    title: 'All',
    skills: [
      { workflowId: skill.functionName, authored, inputs: skill.parametersSchema, rows: rowsOf(skill) },
    ],
    sources: new Map([[integration, { ...source, url: './provider.json' }]]),
  })
  const { workflows, issues } = readArazzo(document, new Map([[integration, source]]))
  const [workflow] = workflows
  const again = workflow?.binding === undefined ? undefined : compiled(workflow.binding, catalog)
  return {
    before: skillHash(skill),
    after: again === undefined ? 'no binding' : skillHash(again),
    // What was agreed to is agreed to again, and said.
    issues: [...issues, ...(workflow?.issues ?? [])]
      .filter(({ code }) => code !== 'agreed_in_document')
      .map(({ code, message }) => `${code}: ${message}`),
  }
}

const shop = await readDescription('openapi', JSON.stringify(shopDocument))

describe('a workflow that was written of a skill is the same skill again', () => {
  test.each(questions.map(({ asked, rest }) => [asked, rest.binding] as const))('%s', (_, binding) => {
    const { before, after, issues } = thereAndBack(toAuthored(binding), shop)
    expect({ after, issues }).toEqual({ after: before, issues: [] })
  })

  const packs = openCatalogue().packs.filter(({ manifest }) => manifest.types.includes('openapi'))
  test.each(packs.map((pack) => [pack.id, pack] as const))('of the pack "%s"', async (id, pack) => {
    const catalog = await readDescription('openapi', readOwnSlice(id))
    const config = Object.fromEntries(pack.manifest.config.map(({ name, example }) => [name, example ?? 'x']))
    for (const { binding, slug } of pack.presets) {
      const filled = fillPreset(binding, { integration, config })
      const { before, after, issues } = thereAndBack(toAuthored(filled), catalog)
      expect({ slug, after, issues }).toEqual({ slug, after: before, issues: [] })
    }
  })
})

const text = { type: 'string' }
const line = { type: 'object', required: ['sku'], properties: { sku: text, count: { type: 'integer' } } }
const body = {
  type: 'object',
  required: ['note'],
  properties: {
    note: text,
    'a.b': text,
    address: { type: 'object', properties: { city: text, 'zip/code': text } },
    lines: { type: 'array', items: line },
    labels: { type: 'object', additionalProperties: text },
  },
}
const order = await readDescription(
  'openapi',
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders/{~id}': {
        put: {
          operationId: 'put order',
          parameters: [
            { name: '~id', in: 'path', required: true, schema: text },
            { name: 'note', in: 'query', schema: text },
            { name: 'X-Trace', in: 'header', schema: text },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: body } } },
          responses: {
            200: {
              description: 'The order',
              content: {
                'application/json': {
                  schema: { type: 'object', properties: { '0': text, id: text, free: {} } },
                },
              },
            },
          },
        },
      },
    },
  }),
)
const ordering = {
  operation: 'put order',
  toolName: 'Put an order',
  projection: [{ path: '`0`', leaf: 'first' }],
}
const named = [
  { param: 'order_id', argument: '~id' },
  { param: 'note', argument: 'body.note' },
]

test.each<readonly [string, object]>([
  [
    'members in members, and names that hold dots and slashes',
    {
      inputs: named,
      inputObjectMap: [
        { field: 'address.city', param: 'city' },
        { field: 'address.`zip/code`', param: 'zip' },
        { field: '`a.b`', const: 'x' },
      ],
    },
  ],
  [
    'a parameter of the query that is called as a member of the body',
    {
      inputs: [
        { param: 'order_id', argument: '~id' },
        { param: 'query_note', argument: 'note' },
      ],
      inputObjectMap: [{ field: 'note', param: 'body_note' }],
    },
  ],
  [
    'constants that look like expressions',
    {
      inputs: [
        { param: 'order_id', argument: '~id' },
        { const: '$inputs.order_id', argument: 'body.note' },
        { const: 'to {$inputs.order_id}', argument: 'X-Trace' },
      ],
    },
  ],
  [
    'a template with braces of its own',
    {
      inputs: [
        { param: 'order_id', argument: '~id' },
        { argument: 'body.note', syntax: 'json', template: '{{"a": {city}, "b": [{zip}]}}' },
      ],
    },
  ],
  [
    'rows of a list, and an object that is fixed',
    {
      inputs: named,
      inputObjectMap: [
        {
          field: 'lines',
          each: 'lines',
          max: 4,
          fields: [
            { field: 'sku', name: 'sku' },
            { field: 'count', const: 1 },
          ],
        },
        { field: 'labels', const: { source: 'phone', 'x.y': 'z' } },
      ],
    },
  ],
  [
    'names with doubled and trailing underscores',
    {
      inputs: [
        { param: 'order__id_', argument: '~id' },
        { param: 'note_', argument: 'body.note' },
      ],
      projection: [{ path: 'id', leaf: 'the__id_' }],
    },
  ],
  [
    'templates that are a place alone, or begin like an expression',
    {
      inputs: [
        { param: 'order_id', argument: '~id' },
        { argument: 'body.note', syntax: 'lucene', template: '{note}' },
        { argument: 'note', syntax: 'odata', template: '$filter eq {status}' },
      ],
    },
  ],
  [
    'a description with blanks around it, and a member that is called like an item',
    {
      inputs: named,
      description: '  Puts an order.\n',
      projection: [{ path: 'free.`0`.x', leaf: 'x', transform: '$string($)' }],
    },
  ],
  [
    'settings, and what the platform fills',
    {
      inputs: [
        ...named,
        { param: 'tenant', argument: 'X-Trace', description: 'Who pays', example: 'a', default: 'b' },
      ],
      contextParams: ['tenant'],
      timeoutMs: 900,
      phases: ['talk'],
      messages: { success: 'Done.' },
      requiresHumanApproval: true,
    },
  ],
])('%s are the same again', (_, change) => {
  const { before, after, issues } = thereAndBack(toAuthored({ ...ordering, ...change }), order)
  expect({ after, issues }).toEqual({ after: before, issues: [] })
})
