import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DescribedProvider, startDescribedProvider } from './testing/described-provider.ts'

let provider: DescribedProvider
let kind = ''

const text = { type: 'string' }
const issue = { type: 'object', properties: { key: text, summary: text } }
const answer = { type: 'object', properties: { issues: { type: 'array', items: issue } } }
const document = {
  openapi: '3.1.0',
  info: { title: 'Tracker', version: '1' },
  paths: {
    '/search': {
      get: {
        operationId: 'searchIssues',
        parameters: [
          { name: 'jql', in: 'query', required: true, schema: text },
          { name: 'max', in: 'query', schema: { type: 'integer' } },
        ],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema: answer } } } },
      },
    },
  },
}

let count = 0
const binding = (syntax: 'jql' | 'odata' | 'plain', template: string): BindingInputDocument => ({
  operation: 'searchIssues',
  toolName: `Search ${count++}`,
  inputs: [
    { argument: 'jql', syntax, template },
    { argument: 'max', param: 'most', required: false },
  ],
  projection: [{ path: 'issues', leaf: 'tickets', fields: [{ path: 'key', leaf: 'ticket_id' }] }],
})

beforeAll(async () => {
  provider = await startDescribedProvider()
  provider.answer({ body: { issues: [{ key: 'A-1', summary: 'Brake' }] } })
  kind = await provider.register({ document })
})
afterAll(() => provider.close())

const sentQuery = () => {
  const { url } = provider.sent.at(-1) ?? { url: '/' }
  return new URL(url, 'http://provider.test').searchParams.get('jql')
}

test('several parameters travel in one argument, each as one literal', async () => {
  const template = 'project = {project} AND summary ~ {search_text} AND votes >= {most} ORDER BY created'
  const skillId = await provider.publish(kind, binding('jql', template))
  const ran = await provider.run(skillId, {
    project: 'A" OR project != "A',
    search_text: 'brake squeaks',
    most: 2,
  })
  expect(ran).toMatchObject({ status: 200, data: { output: { tickets: [{ ticket_id: 'A-1' }] } } })
  expect(sentQuery()).toBe(
    String.raw`project = "A\" OR project != \"A" AND summary ~ "brake squeaks" AND votes >= 2 ORDER BY created`,
  )
})

test('what a call gives no value for is left out of the text, and nothing else', async () => {
  const template =
    'project = {project}{? AND status = {state}?}{? AND created >= {from_date} AND created <= {to_date}?} ORDER BY created'
  const skillId = await provider.publish(kind, binding('jql', template))
  const sentFor = async (params: object) => {
    const { status, body } = await provider.run(skillId, params)
    return status === 200 ? sentQuery() : body['code']
  }
  expect(await sentFor({ project: 'A' })).toBe('project = "A" ORDER BY created')
  expect(await sentFor({ project: 'A', state: 'x" OR status != "x' })).toBe(
    String.raw`project = "A" AND status = "x\" OR status != \"x" ORDER BY created`,
  )
  expect(await sentFor({ project: 'A', state: null, from_date: 'a', to_date: 'b' })).toBe(
    'project = "A" AND created >= "a" AND created <= "b" ORDER BY created',
  )
  const before = provider.sent.length
  expect(await sentFor({ project: 'A', from_date: 'a' })).toBe('validation_error')
  expect(await sentFor({ state: 'open' })).toBe('validation_error')
  expect(provider.sent.length).toBe(before)
})

const name = (value: unknown) => ({ name: value })

test.each<[string, BindingInputDocument, object]>([
  ['a line break', binding('odata', 'name eq {name}'), name('a\nb')],
  ['two words in a language that is not known', binding('plain', 'name={name}'), name('a OR b')],
  ['a wildcard in a search for words', binding('jql', 'summary ~ {name}'), name('*')],
  ['nothing', binding('jql', 'summary = {name}'), {}],
  ['null', binding('jql', 'summary = {name}'), name(null)],
])('%s is refused by the name of the parameter, and nothing is sent', async (_, bound, given) => {
  const skillId = await provider.publish(kind, bound)
  const before = provider.sent.length
  const { status, body: problem } = await provider.run(skillId, given)
  expect([status, problem['code'], provider.sent.length - before]).toEqual([400, 'validation_error', 0])
  expect(JSON.stringify(problem)).toContain('/params/name')
})

test('a place within quotes is refused with the template that would do', async () => {
  const { body } = await provider.validate(kind, binding('jql', 'project = "{project}"'))
  expect(JSON.stringify(body)).toContain('"value":"project = {project}"')
})
