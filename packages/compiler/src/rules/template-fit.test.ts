import { type BindingInputDocument } from '@bindery/model'
import { formatTemplate } from '@bindery/model/syntax'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { explain } from '../explain.ts'
import { codesOf, createTicket, inputOf, issuesOf } from '../testing/test-catalog.ts'

type Input = NonNullable<BindingInputDocument['inputs']>[number]

const search = (change: Partial<Input>, ...more: readonly Input[]): BindingInputDocument => ({
  operation: 'searchContacts',
  toolName: 'Search contacts',
  inputs: [{ argument: 'query', ...change }, ...more],
  projection: [
    { path: '$', leaf: 'contacts', max: 5, fields: [{ path: 'full_name', leaf: 'customer_name' }] },
  ],
})
const written = (syntax: Input['syntax'], template: string) => search({ syntax, template })
const invalid = 'template_invalid inputs/0/template'

describe('template-fit', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['places for values', written('jql', 'project = {project} AND status in ({a}, {b})'), []],
    ['json with braces', written('json', '{{"name": {name}, "tags": [{tag}]}}'), []],
    ['graphql', written('graphql', '{{ orders(query: {text}) {{ id }} }} # "'), []],
    ['odata', written('odata', "name eq {name} and contains(note, {text}) or x eq 'it''s'"), []],
    ['lucene', written('lucene', 'name:{name} AND path:/a"b/ AND [{from} TO {to}]'), []],
    ['soql', written('soql', "SELECT Id FROM Account WHERE Name LIKE {name} AND x = 'a\\'b'"), []],
    ['shopify', written('shopify_search', '-status:{state} AND title:{title}'), []],
    ['any other language, its own quotes too', written('plain', "name = '{name}' x{name}"), []],
    ['a brace that is not closed', written('jql', 'a = {b'), [invalid]],
    ['a brace that closes nothing', written('jql', 'a = b}'), [invalid]],
    ['json with single braces', written('json', '{"name": {name}}'), [invalid]],
    ['no parameter', written('jql', 'a = 1'), [invalid]],
    ['a place in quotes', written('jql', 'a = "{b}"'), [invalid]],
    ['two places in quotes', written('odata', "a eq '{b} {c}'"), [invalid, invalid]],
    ['a place in a block', written('graphql', '{{ a(b: """ {c} """) }}'), [invalid]],
    ['a place in a comment', written('graphql', '{{ a }} # {b}'), [invalid]],
    ['a place behind a comment', written('graphql', '{{ # "\n a(b: {c}) }}'), []],
    ['a place in a pattern', written('lucene', 'a:/{b}/'), [invalid]],
    ['a place behind an escaped quote', written('lucene', 'a\\"b:{c}'), []],
    ['quotes that do not close', written('odata', "a eq {b} and c eq 'd"), [invalid]],
    ['text that would be one with the value', written('odata', "a eq {b}'c'"), [invalid]],
    ['a word before it', written('odata', 'duration{b}'), [invalid]],
    ['a wildcard behind it', written('shopify_search', 'title:{b}*'), [invalid]],
    ['two places side by side', written('odata', 'a eq {b}{c}'), [invalid, invalid]],
    ['two words side by side', written('plain', '{b}{c}'), [invalid, invalid]],
    ['the name of a member', written('json', '{{{name}: 1}}'), [invalid]],
    ['the name of a field', written('jql', '{name} = 1'), [invalid]],
    ['the name of a field before a word', written('jql', 'a = 1 and {name} not in (1)'), [invalid]],
    ['the order', written('jql', 'a = 1 ORDER BY {name}'), [invalid]],
    ['what is no json', written('json', '{{"a": {b},}}'), [invalid]],
    ['a template without its language', search({ template: 'a = {b}' }), ['template_invalid inputs/0']],
    ['a language without a template', search({ syntax: 'jql' }), ['template_invalid inputs/0']],
    [
      'what is said of one parameter',
      search({ syntax: 'jql', template: 'a = {b}', param: 'c', const: 1, transform: '$', required: false }),
      ['param', 'const', 'transform', 'required'].map((member) => `template_invalid inputs/0/${member}`),
    ],
    [
      'an argument that takes no text',
      search({ const: 'x' }, { argument: 'limit', syntax: 'plain', template: '{b}' }),
      ['template_invalid inputs/1/template'],
    ],
    [
      'an argument that takes one of few texts',
      search({ const: 'x' }, { argument: 'state', syntax: 'plain', template: '{b}' }),
      ['template_invalid inputs/1/template'],
    ],
    [
      'a number of another input',
      search({ syntax: 'jql', template: 'a > {votes}' }, { argument: 'limit', param: 'votes' }),
      [],
    ],
    [
      'a number that touches a sign',
      search({ syntax: 'jql', template: 'a > -{votes}' }, { argument: 'limit', param: 'votes' }),
      ['template_invalid inputs/0/template'],
    ],
    ['a part that may be left out', written('jql', 'project = {project}{? AND status = {state}?}'), []],
    ['all of it, for an argument that must be there', written('jql', '{?status = {state}?}'), [invalid]],
    ['json that is whole without it', written('json', '{{"a": {b}{?, "c": {d}?}}}'), []],
    ['json with parts on both sides', written('json', '{{{?"c": {d}, ?}"a": {b}{?, "e": {f}?}}}'), []],
    ['a comma that is left over', written('json', '{{"a": {b},{? "c": {d}?}}}'), [invalid]],
    [
      'quotes that a part opens and another closes',
      written('odata', "a eq {b}{? and c eq 'x?} y{?' and d eq {e}?}"),
      [invalid],
    ],
    ['places that touch without it', written('odata', 'a eq {b}{? and {c} eq d or ?}{e}'), [invalid]],
    ['a pattern that is none without it', written('soql', 'a {?like {b} and c like ?}{d}'), [invalid]],
    ['a part without a parameter', written('jql', 'a = {b}{? ORDER BY c?}'), [invalid]],
    ['a part that is not closed', written('jql', 'a = {b}{? AND c = {d}'), [invalid]],
    [
      'more parts than can be proven',
      written(
        'jql',
        `a = {b}${['c', 'd', 'e', 'f', 'g'].map((name) => `{? AND ${name} = {${name}}?}`).join('')}`,
      ),
      ['optional_count inputs/0/template'],
    ],
    [
      'a part that the platform fills',
      { ...written('jql', 'a = {b}{? AND owner = {owner_id}?}'), contextParams: ['owner_id'] },
      ['optional_source inputs/0/template'],
    ],
    ['a name that is no name', written('jql', 'a = {firstName}'), ['leaf_invalid inputs/0/template']],
    [
      'a column of a table',
      {
        operation: 'orders.find',
        toolName: 'Orders',
        inputs: [{ argument: 'number', syntax: 'plain', template: '{a}-{b}' }],
        projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path: 'id', leaf: 'order_id' }] }],
      },
      ['template_invalid inputs/0/template', 'condition_missing inputs'],
    ],
    [
      'a secret that a write puts where others read it',
      {
        ...createTicket,
        inputs: [{ argument: 'body.title', syntax: 'plain', template: 'For {subject} {iban}' }],
      },
      ['sensitive_parameter inputs/0/argument'],
    ],
  ])('%s', (_, binding, expected) => {
    expect(codesOf(binding).filter((line) => !line.startsWith('parameter_not_canonical'))).toEqual(expected)
  })

  test.each<[Input['syntax'], string, string]>([
    ['jql', 'a = "{b}" and c = \'{d}\'', 'a = {b} and c = {d}'],
    ['json', '{{"a": "{b}"}}', '{{"a": {b}}}'],
  ])('the fix removes the quotes in %s', (syntax, template, mended) => {
    const [issue] = issuesOf(written(syntax, template)).filter(({ code }) => code === 'template_invalid')
    expect(issue?.fixes?.[0]?.patch).toEqual([{ op: 'add', path: '/inputs/0/template', value: mended }])
    expect(codesOf(written(syntax, mended))).toEqual([])
  })
})

test('a template is a source of the second format, and each parameter goes to its argument', () => {
  const binding = search(
    { syntax: 'soql', template: 'select {name} like {name} > {votes} and {start_time}' },
    { argument: 'limit', param: 'votes', required: false },
  )
  const compiled = compile(inputOf(binding))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  const { skill } = compiled.value
  expect(skill.formatVersion).toBe(2)
  expect(skill.assignments[0]?.source).toEqual({
    from: 'template',
    syntax: 'soql',
    parts: [
      { text: 'select ' },
      { param: 'name', as: 'text' },
      { text: ' like ' },
      { param: 'name', as: 'pattern' },
      { text: ' > ' },
      { param: 'votes', as: 'number' },
      { text: ' and ' },
      { param: 'start_time', as: 'moment' },
    ],
  })
  expect(skill.egress).toEqual([
    { parameter: 'name', argument: 'query' },
    { parameter: 'votes', argument: 'query' },
    { parameter: 'start_time', argument: 'query' },
    { parameter: 'votes', argument: 'limit' },
  ])
  expect(
    skill.parameters.map(({ name, required, nullable, type }) => ({ name, required, nullable, type })),
  ).toEqual([
    { name: 'name', required: true, nullable: false, type: { kind: 'scalar', scalar: 'string' } },
    { name: 'votes', required: true, nullable: false, type: { kind: 'scalar', scalar: 'integer' } },
    { name: 'start_time', required: true, nullable: false, type: { kind: 'scalar', scalar: 'datetime' } },
  ])
  const [source] = skill.assignments.flatMap((each) => (each.source.from === 'template' ? [each.source] : []))
  expect(explain(skill).arguments[0]).toBe(
    `query (string) is a text in soql: ${formatTemplate(source?.parts ?? [])}.`,
  )
})

test('a parameter that a template may leave out is optional, unless it stands elsewhere too', () => {
  const template = 'project = {project}{? AND status = {state}?}{? AND owner = {project} AND team = {team}?}'
  const compiled = compile(inputOf(written('jql', template)))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  const { skill } = compiled.value
  expect(skill.parameters.map(({ name, required }) => ({ name, required }))).toEqual([
    { name: 'project', required: true },
    { name: 'state', required: false },
    { name: 'team', required: false },
  ])
  expect(explain(skill).arguments[0]).toBe(`query (string) is a text in jql: ${template}.`)
})
