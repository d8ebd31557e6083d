import type { PublishedAgent, SkillSchema } from './skill-schemas.ts'

const pathOf = (agentId: string, name: string): string =>
  `/api/v1/agents/${agentId}/skills/${encodeURIComponent(name)}/execute`

/** An agent as an API of its own: an operation for each published skill (OpenAPI 3.1). */
export const openApiOf = ({ id, name, server, skills }: PublishedAgent) => ({
  openapi: '3.1.0',
  info: { title: name, version: '1', description: `Published skills of the agent "${name}".` },
  servers: [{ url: server }],
  security: [{ bearer: [] }],
  paths: Object.fromEntries(skills.map((skill) => [pathOf(id, skill.name), { post: operationOf(skill) }])),
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
})

const operationOf = ({ name, title, description, params, output }: SkillSchema) => ({
  operationId: name,
  summary: title,
  description,
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'A write with the same key leaves at most once',
      schema: { type: 'string', maxLength: 200 },
    },
  ],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['params'],
          properties: { params, conversationId: { type: 'string' } },
        },
      },
    },
  },
  responses: {
    200: answer('The output, or an ordinary end without one', output),
    202: answer('A person must confirm it first', output),
    default: {
      description: 'A problem: `code`, `detail`, `retryable`, `next`',
      content: { 'application/problem+json': { schema: { type: 'object' } } },
    },
  },
})

const answer = (description: string, output: unknown) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['success', 'data'],
        properties: {
          success: { const: true },
          data: {
            type: 'object',
            required: ['status'],
            properties: {
              status: {
                enum: [
                  'ok',
                  'not_found',
                  'conditions_not_met',
                  'not_certain',
                  'ambiguous',
                  'confirmation_required',
                ],
              },
              output,
              executionId: { type: 'string' },
              confirmationId: { type: 'string' },
            },
          },
          message: { type: 'string' },
        },
      },
    },
  },
})

/** The schemas alone, by the names of skills. */
export const schemasOf = ({ skills }: PublishedAgent) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $defs: Object.fromEntries(
    skills.map(({ name, params, output }) => [name, { properties: { params, output } }]),
  ),
})

/** A collection of requests for Postman (2.1); the key is a variable of it. */
export const postmanOf = ({ id, name, server, skills }: PublishedAgent) => ({
  info: { name, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{bindery_api_key}}', type: 'string' }] },
  variable: [{ key: 'bindery_api_key', value: '' }],
  item: skills.map((skill) => ({
    name: skill.name,
    request: {
      method: 'POST',
      description: skill.description,
      header: [{ key: 'Content-Type', value: 'application/json' }],
      url: `${server}${pathOf(id, skill.name)}`,
      body: { mode: 'raw', raw: JSON.stringify({ params: {} }, undefined, 2) },
    },
  })),
})
