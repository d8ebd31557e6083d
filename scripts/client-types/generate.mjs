import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

/**
 * Writes the types of the API's client, the lists of values that it offers and the shapes of its answers, from the committed
 * description of the API.
 */
const description = JSON.parse(
  readFileSync(new URL('../../services/api/openapi.json', import.meta.url), 'utf8'),
)
const madeBy = '/** Made from the description of the API; never edited by hand. */'
const write = (name, text) =>
  writeFileSync(new URL(`../../packages/client/src/${name}`, import.meta.url), `${madeBy}\n${text}`)

const options = {
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  emptyObjectsUnknown: true,
  // What has a default may be left out of what is sent; answers say themselves what they always hold.
  defaultNonNullable: false,
  // A value that holds itself is no type that a type alias of theirs can say.
  transform: (_schema, { path }) =>
    path === '#/components/schemas/JsonValue'
      ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword)
      : undefined,
}

/** Lists that a face lets people choose from, by where the description has them. */
const lists = {
  environments: ['components', 'schemas', 'Confirmation', 'properties', 'environment'],
  scopes: ['components', 'schemas', 'CreateApiKey', 'properties', 'scopes', 'items'],
  sensitivityClasses: ['components', 'schemas', 'Field', 'properties', 'sensitivityClass'],
  effects: ['components', 'schemas', 'Operation', 'properties', 'effect'],
  webhookEvents: ['components', 'schemas', 'Webhook', 'properties', 'events', 'items'],
}

function valuesAt(path) {
  const { enum: values } = path.reduce((node, key) => node[key], description)
  if (!Array.isArray(values)) throw new Error(`The description has no list at ${path.join('/')}.`)
  return values
}

const choicesOf = (path, parameter) =>
  description.paths[path].get.parameters.find(({ name }) => name === parameter).schema.enum
const enabling = description.paths['/api/v1/agents/{agentId}/actions/enable'].post.requestBody
const named = [
  ...Object.entries(lists).map(([name, path]) => [name, valuesAt(path)]),
  ['executionStatuses', choicesOf('/api/v1/executions', 'status')],
  ['executionChannels', choicesOf('/api/v1/executions', 'channel')],
  ['acknowledgements', enabling.content['application/json'].schema.properties.acknowledge.items.enum],
  ['auditActions', choicesOf('/api/v1/audit', 'action')],
]

write('api.gen.ts', astToString(await openapiTS(description, options)))
write(
  'values.gen.ts',
  named.map(([name, values]) => `export const ${name} = ${JSON.stringify(values)} as const\n`).join(''),
)

/** The schema of `data` of every route, by method and path, and what they refer to, as JSON Schema. */
const answers = {}
for (const [path, methods] of Object.entries(description.paths))
  for (const [method, { responses }] of Object.entries(methods)) {
    const data = Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([, { content }]) => content?.['application/json']?.schema?.properties?.data)
      .find((schema) => schema !== undefined)
    if (data !== undefined) answers[`${method.toUpperCase()} ${path}`] = data
  }
const asDefinitions = (value) => JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')
const names = Object.keys(answers).map((name) => `  | ${JSON.stringify(name)}`)
write(
  'answers.gen.ts',
  [
    `export type AnswerName =\n${names.join('\n')}\n`,
    `export const answers: Readonly<Record<AnswerName, unknown>> = ${asDefinitions(answers)}\n`,
    `export const definitions: Readonly<Record<string, unknown>> = ${asDefinitions(description.components.schemas)}\n`,
  ].join('\n'),
)
