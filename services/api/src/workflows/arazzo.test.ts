import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  closing,
  description,
  findPerson,
  importer,
  listTickets,
  workflow,
} from '../testing/arazzo-documents.ts'
import { deskPaths, documentOf, must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

let world: StepsWorld

beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen', city: 'Delft' }] })
  world.desk.answers.now = () => ({ items: [{ id: 1, subject: 'Brake' }] })
})
afterAll(() => world.close())
const { newAgent, importInto } = importer(() => world)

test('a workflow over two providers becomes a disabled skill that answers in one call', async () => {
  const agentId = await newAgent('from a workflow')
  const { workflows, issues } = await importInto(agentId, description(workflow))
  const [imported] = workflows
  expect([issues, imported?.findings.filter(({ severity }) => severity === 'error')]).toEqual([[], []])
  expect(imported?.skill).toMatchObject({ status: 'valid', isEnabled: false })
  expect(imported?.issues.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'schema_unread workflows[0].inputs.properties.phoneNumber',
    'output_fields workflows[0].outputs.tickets',
  ])
  const skillId = imported?.skill?.id ?? ''
  await must(world.api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: { isEnabled: true } }))
  await must(world.api('POST', `/agents/${agentId}/publish`))
  const params = { phone_number: '+31612345678' }
  const { data } = await world.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, {
    body: { params },
  })
  expect(data).toMatchObject({
    status: 'ok',
    output: { name: 'Ada Jansen', tickets: [{ id: 1, subject: 'Brake', owner: null }] },
  })
  expect(world.desk.asked.at(-1)).toBe('/tickets?requester=p-1&status=open')
})

test('what is exported is the same skill where it is imported', async () => {
  const [from, to] = [await newAgent('exports'), await newAgent('imports')]
  const binding = {
    toolName: 'Open tickets',
    steps: [
      {
        id: 'person',
        integration: 'people',
        operation: 'findPeople',
        take: 'one',
        distinguishBy: ['city'],
        inputs: [
          { param: 'caller_phone', argument: 'phone' },
          { param: 'city', argument: 'city', required: false },
        ],
      },
      {
        id: 'tickets',
        integration: 'desk',
        operation: 'listTickets',
        inputs: [
          { from: 'person.id', argument: 'requester' },
          { const: 'open', argument: 'status' },
        ],
      },
    ],
    projection: [
      { path: 'person.name', leaf: 'customer_name', transform: '$uppercase($)' },
      { path: 'tickets.items', leaf: 'tickets', max: 5, fields: [{ path: 'subject', leaf: 'subject' }] },
    ],
  }
  const stored = await must(world.api('POST', `/agents/${from}/bindings`, { body: binding }))
  const { data } = await must(world.api('GET', `/agents/${from}/arazzo`))
  const { document, leftOut } = z
    .object({ document: z.record(z.string(), z.json()), leftOut: z.array(z.json()) })
    .parse(data)
  const { workflows } = await importInto(to, JSON.stringify(document))
  expect([leftOut, workflows[0]?.issues]).toEqual([[], []])
  expect(workflows[0]?.skill?.compiledHash).toBe(
    z.object({ compiledHash: z.string() }).parse(stored.data).compiledHash,
  )
})

test('a skill whose provider has no OpenAPI description is named and left out', async () => {
  const agentId = await newAgent('has a webhook')
  const body = { name: 'Ping', description: 'Rings the bell.', method: 'GET', path: '/ping' }
  const environments = { production: { baseUrl: 'https://hooks.desk.example' } }
  await must(world.api('POST', `/agents/${agentId}/skills`, { body: { ...body, environments } }))
  const { data } = await must(world.api('GET', `/agents/${agentId}/arazzo`))
  expect(data).toMatchObject({ document: { workflows: [] }, leftOut: [{ functionName: 'ping' }] })
})

type Case = readonly [what: string, change: JsonObject, expected: readonly string[]]

const unsaid: readonly Case[] = [
  [
    'a jump',
    {
      steps: [
        { ...findPerson, onSuccess: [{ name: 'skip', type: 'goto', stepId: 'elsewhere' }] },
        listTickets,
      ],
    },
    ['action_unsaid workflows[0].steps[0].onSuccess[0]'],
  ],
  [
    'a test of the answer that later steps depend on',
    {
      steps: [{ ...findPerson, successCriteria: [{ condition: '$response.body#/ok == true' }] }, listTickets],
    },
    ['criterion_unsaid workflows[0].steps[0].successCriteria[0]'],
  ],
  [
    'a parameter that the operation does not have',
    {
      steps: [
        findPerson,
        { ...listTickets, parameters: [...listTickets.parameters, { name: 'page', in: 'query', value: 1 }] },
      ],
    },
    ['parameter_unknown workflows[0].steps[1].parameters[2]'],
  ],
  [
    'another workflow that must have run',
    { dependsOn: ['sign-in'] },
    ['dependency_unsaid workflows[0].dependsOn'],
  ],
  [
    'a workflow-wide parameter that nothing takes',
    { parameters: [{ name: 'tenant', in: 'header', value: 'x' }] },
    ['parameter_unknown workflows[0].parameters[0]'],
  ],
  [
    'a jump to a workflow that is called as the next step is',
    {
      steps: [
        { ...findPerson, onSuccess: [{ name: 'x', type: 'goto', workflowId: 'list-tickets' }] },
        listTickets,
      ],
    },
    ['action_unsaid workflows[0].steps[0].onSuccess[0]'],
  ],
  [
    'a dependency on a step of another workflow, or on no list',
    {
      steps: [
        { ...findPerson, dependsOn: 'x' },
        { ...listTickets, dependsOn: ['$workflows.other.steps.find-person'] },
      ],
    },
    [
      'arazzo_invalid workflows[0].steps[0].dependsOn',
      'dependency_unsaid workflows[0].steps[1].dependsOn[0]',
    ],
  ],
  [
    'a step that waits for an event',
    { steps: [findPerson, listTickets, { stepId: 'wait', channelPath: 'x', action: 'receive' }] },
    ['event_source workflows[0].steps[2]'],
  ],
]

describe('what a skill cannot say is an issue, and the draft is not published with the agent', () => {
  test.each(unsaid)('%s', async (_, change, expected) => {
    const agentId = await newAgent('unsaid')
    const { workflows } = await importInto(agentId, description({ ...workflow, ...change }))
    const [imported] = workflows
    const errors = imported?.issues.filter(({ severity }) => severity === 'error') ?? []
    expect(errors.map(({ code, field }) => `${code} ${field}`)).toEqual(expected)
    expect(imported?.skill).toMatchObject({ status: 'draft', isEnabled: false })
  })

  test('a write among them lands disabled, with a template that is held to plain characters', async () => {
    const agentId = await newAgent('writes')
    const { workflows } = await importInto(
      agentId,
      description({ ...workflow, steps: [closing], outputs: {} }),
    )
    expect(workflows[0]?.skill).toMatchObject({ isEnabled: false })
    expect(workflows[0]?.binding).toMatchObject({
      operation: 'closeTicket',
      inputs: [
        { param: 'phone_number', argument: 'id' },
        { argument: 'body.reason', syntax: 'plain', template: 'Solved for {phone_number}' },
      ],
    })
    expect(workflows[0]?.issues.map(({ code }) => code)).toContain('text_escaped')
  })
})

test('a workflow that calls another has its steps in their place', async () => {
  const outer = {
    workflowId: 'by-name',
    inputs: workflow.inputs,
    steps: [
      {
        stepId: 'tickets',
        workflowId: 'open-tickets',
        parameters: [{ name: 'phoneNumber', value: '$inputs.phoneNumber' }],
        outputs: { who: '$outputs.name' },
      },
    ],
    outputs: { who: '$steps.tickets.outputs.who' },
  }
  const { workflows } = await importInto(await newAgent('nested'), description(workflow, outer))
  expect(workflows[1]?.binding).toMatchObject({
    steps: [{ id: 'find_person' }, { id: 'list_tickets', inputs: [{ from: 'find_person.items[0].id' }, {}] }],
    projection: [{ path: 'find_person.items[0].name', leaf: 'who' }],
  })
})

test('a description or a workflow that stands twice is named, and no more is read of the second', async () => {
  const twice = description(workflow, workflow, { ...workflow, workflowId: '' })
  const document = {
    ...twice,
    sourceDescriptions: [...twice.sourceDescriptions, twice.sourceDescriptions[0]],
  }
  const { workflows, issues } = await importInto(await newAgent('twice'), document)
  expect([workflows.length, issues.map(({ field }) => field)]).toEqual([
    1,
    ['sourceDescriptions[2]', 'workflows[1]', 'workflows[2]'],
  ])
})

test('workflows of one summary become skills with names of their own', async () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ ...workflow, workflowId: `w${at}` }))
  const { workflows } = await importInto(await newAgent('alike'), description(...many))
  expect(workflows.filter(({ skill }) => skill !== null).length).toBe(12)
})

test('a binding moves to another provider where no provider is in its address', async () => {
  const agentId = await newAgent('moves')
  const { workflows } = await importInto(agentId, description(workflow))
  const skillId = workflows[0]?.skill?.id ?? ''
  const body = {
    integration: 'desk',
    operation: 'getTicket',
    toolName: 'A ticket',
    inputs: [{ param: 'ticket_id', argument: 'id' }],
    projection: [{ path: 'state', leaf: 'ticket_state' }],
  }
  await must(world.api('PUT', `/agents/${agentId}/bindings/${skillId}`, { body }))
  const { data } = await must(world.api('GET', `/agents/${agentId}/skills/${skillId}`))
  expect(data).toMatchObject({ id: skillId, integration: 'desk', operation: 'getTicket' })
})

test('what is only tried stores nothing', async () => {
  const agentId = await newAgent('tried')
  const body = { document: description(workflow), dryRun: true }
  const { data } = await must(world.api('POST', `/agents/${agentId}/arazzo`, { body }))
  expect(data).toMatchObject({
    sources: [
      { name: 'people', integration: 'people' },
      { name: 'desk', integration: 'desk' },
    ],
    workflows: [{ skill: null, binding: { steps: [{ id: 'find_person' }, { id: 'list_tickets' }] } }],
  })
  expect((await must(world.api('GET', `/agents/${agentId}/skills`))).data).toEqual([])
})

test('what is tried over a provider that is not connected says so, as making it would', async () => {
  const source = { document: JSON.stringify(documentOf('closed', deskPaths)) }
  const environments = { production: { baseUrl: world.desk.baseUrl } }
  await must(
    world.api('POST', '/integrations', {
      body: { kind: 'closed', name: 'Closed', type: 'openapi', source, environments },
    }),
  )
  await must(world.api('POST', '/integrations/closed/discover', { headers: { prefer: 'wait=30' } }))
  const agentId = await newAgent('closed')
  const body = { document: description(workflow), sources: { desk: 'closed' } }
  for (const dryRun of [true, false]) {
    const { data } = await must(world.api('POST', `/agents/${agentId}/arazzo`, { body: { ...body, dryRun } }))
    expect(data).toMatchObject({
      workflows: [{ skill: null, findings: [{ code: 'integration_not_connected' }] }],
    })
  }
})

test('a description that stands for no provider is asked for by name', async () => {
  const document = {
    ...description(workflow),
    sourceDescriptions: [{ name: 'crm', url: './crm.json', type: 'openapi' }],
  }
  const agentId = await newAgent('sources')
  const { issues } = await importInto(agentId, document, { crm: 'peeple', other: 'x' })
  expect(issues.map(({ message }) => message)).toEqual([
    '"sources" speaks of "other", and the document has no such description. It has: crm.',
    'There is no integration "peeple". Did you mean "people"?',
    'No connected provider stands for "crm": choose the one that it describes.',
  ])
  const unusable = { ...document, sourceDescriptions: [{ name: 'crm', type: 'openapi' }] }
  const said = await importInto(agentId, unusable, { crm: 'people' })
  expect(said.issues.map(({ message }) => message)).toContain(
    '"sources" speaks of "crm", and the document has no such description. None of its descriptions can be used.',
  )
})
