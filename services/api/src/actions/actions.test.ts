import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { errorCodes, must } from '../testing/clinic-server.ts'
import { shopKey, type ShopServer, startShopServer } from '../testing/shop-server.ts'

let server: ShopServer
beforeAll(async () => {
  server = await startShopServer()
})
afterAll(() => server.close())

const findOrder = {
  name: 'Find order',
  description: 'Find an order by its number.',
  method: 'GET',
  path: '/orders/{{order_id}}',
  headers: { 'X-Agent': '{{agent_uuid}}' },
  variables: [
    { name: 'order_id', type: 'string', example: 'ord_1' },
    { name: 'expand', type: 'string' },
  ],
  responseMapping: [
    { path: 'data.status', leaf: 'order_status', type: 'string' },
    {
      path: 'data.lines',
      leaf: 'lines',
      max: 5,
      fields: [{ path: 'count', leaf: 'count', type: 'integer' }],
    },
  ],
  successMessage: 'Here it is.',
}
const named = (name: string, more: object = {}) => ({ ...findOrder, name, ...more })

const execute = (skillId: string, params: object, more: object = {}) =>
  server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, { body: { params, ...more } })
const actions = '/integrations/shop/shared-actions'

describe('an action from its description to a call', () => {
  it('is browsed, linked, published and called like the operation of any provider', async () => {
    const actionId = await server.describe(findOrder)
    const operation = await must(server.api('GET', '/integrations/shop/operations/find_order'))
    expect(operation.data).toMatchObject({ name: 'find_order', effect: 'read', isWrite: false })
    const { skillId } = await server.link(actionId)
    const skill = await must(server.api('GET', `/agents/${server.agentId}/skills/${skillId}`))
    expect(skill.data).toMatchObject({
      origin: 'shared_action',
      skillType: 'http_webhook',
      requiredParams: ['order_id'],
      parametersSchema: { properties: { order_id: { type: 'string' }, expand: { type: 'string' } } },
    })
    const answer = await must(execute(skillId, { order_id: 'ord 1', expand: 'all' }))
    expect(answer.data).toMatchObject({
      status: 'ok',
      output: { order_status: 'sent', lines: [{ count: 2 }] },
    })
    expect(server.seen.at(-1)).toMatchObject({
      method: 'GET',
      url: '/orders/ord%201?expand=all',
      headers: { 'x-agent': server.agentId, 'x-shop-key': shopKey },
      body: undefined,
    })
  })

  it('is read over the pages that it declares, whatever they are called', async () => {
    const pages = { by: 'cursor', variable: 'marke', next: 'blatt.weiter' }
    const variables = [...findOrder.variables, { name: 'marke', type: 'string' }]
    await server.describe(named('Find by pages', { pages, variables }))
    const operation = await must(server.api('GET', '/integrations/shop/operations/find_by_pages'))
    expect(operation.data).toMatchObject({
      arguments: expect.arrayContaining([expect.objectContaining({ name: 'marke', role: 'pagination' })]),
    })
    const body = {
      operation: 'find_by_pages',
      toolName: 'Lines of an order',
      inputs: [{ argument: 'order_id', param: 'order_id' }],
      pages: 3,
      projection: [{ path: 'data.lines', leaf: 'lines', max: 5, fields: [{ path: 'count', leaf: 'count' }] }],
    }
    const path = `/agents/${server.agentId}/integrations/shop/bindings/validate`
    const { data } = await must(server.api('POST', path, { body }))
    expect(data).toMatchObject({ valid: true, errors: [] })
    expect(JSON.stringify(data)).not.toContain('pages_inferred')
  })

  it('sends the parameters of a POST in the body and asks before it does', async () => {
    const { path: _path, headers: _headers, ...rest } = named('Book visit', { method: 'POST' })
    const { skillId } = await server.link(
      await server.describe({
        ...rest,
        path: '/visits',
        bodyTemplate: { visit: { people: '{{people}}', note: 'for {{order_id}}' } },
        variables: [...findOrder.variables, { name: 'people', type: 'integer' }],
        responseMapping: [{ path: 'id', leaf: 'visit_id' }],
      }),
    )
    const asked = await execute(skillId, { order_id: 'ord_1', people: 2, expand: 'x' })
    expect([
      asked.status,
      asked.body['status'] ?? z.object({ status: z.string() }).parse(asked.data).status,
    ]).toEqual([202, 'confirmation_required'])
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(asked.data)
    await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(server.seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/visits',
      body: { visit: { people: 2, note: 'for ord_1' }, expand: 'x' },
    })
  })

  it('lets a write that opted out run at once, and says so', async () => {
    const actionId = await server.describe({
      name: 'Ping',
      description: 'Ping without asking.',
      method: 'POST',
      path: '/pings',
      requiresConfirmation: false,
    })
    const linked = await must(
      server.api('POST', `/agents/${server.agentId}/action-links`, {
        body: { kind: 'shop', actionId, toolName: 'Ping once' },
      }),
    )
    expect(z.array(z.object({ code: z.string() })).parse(linked.body['warnings'])).toContainEqual(
      expect.objectContaining({ code: 'confirmation_waived' }),
    )
    const { skillId } = await server.link(actionId, { toolName: 'Ping again' })
    expect((await execute(skillId, {})).status).toBe(200)
  })
})

describe('saving', () => {
  it.each([
    ['a dotted placeholder', { path: '/orders/{{order.id}}' }, ['placeholder_dotted']],
    ['an unknown placeholder', { path: '/orders/{{ordr_id}}' }, ['placeholder_unknown']],
    ['pages that nothing moves on', { pages: { by: 'page' } }, ['pages_invalid']],
    ['a header of the transport', { headers: { Host: 'evil.example' } }, ['header_forbidden']],
    ['a header of the credential', { headers: { Authorization: 'Bearer x' } }, ['header_forbidden']],
    [
      'several at once',
      { path: '/{{a.b}}', queryTemplate: { q: '{{z}}' } },
      ['placeholder_dotted', 'placeholder_unknown'],
    ],
  ])('refuses %s', async (_, change, codes) => {
    const answer = await server.api('POST', actions, { body: named('Refused', change) })
    expect([answer.status, answer.body['code'], errorCodes(answer)]).toEqual([422, 'template_invalid', codes])
  })

  it('refuses a name that is taken', async () => {
    await server.describe(named('Taken'))
    const answer = await server.api('POST', actions, { body: named('taken!') })
    expect([answer.status, answer.body['code']]).toEqual([409, 'duplicate_name'])
  })

  it('refuses a document in the place of actions, and actions where there is a document', async () => {
    const uploaded = await server.api('PUT', '/integrations/shop/source', { body: '{}' })
    expect([uploaded.status, uploaded.body['code']]).toEqual([400, 'validation_error'])
    const body = { kind: 'described', name: 'Described', type: 'openapi' }
    await must(server.api('POST', '/integrations', { body }))
    expect((await server.api('GET', '/integrations/described/shared-actions')).status).toBe(404)
  })

  it('leaves variables to the links of an action that declares none', async () => {
    const { variables: _variables, ...open } = named('Open')
    const actionId = await server.describe(open)
    const unknown = await server.api('POST', `/agents/${server.agentId}/action-links`, {
      body: { kind: 'shop', actionId, variables: [{ name: 'ordr_id', type: 'string' }] },
    })
    expect([unknown.status, unknown.body['code']]).toEqual([422, 'template_invalid'])
    const parametersSchema = { type: 'object', properties: { order_id: { type: 'integer' } } }
    const { skillId } = await server.link(actionId, { parametersSchema })
    expect((await execute(skillId, { order_id: 'x' })).status).toBe(400)
    await must(execute(skillId, { order_id: 7 }))
    expect(server.seen.at(-1)?.url).toBe('/orders/7')
  })
})

describe('editing', () => {
  it('leaves a published agent as it is until it is published again', async () => {
    const actionId = await server.describe(named('Edited'))
    const { skillId } = await server.link(actionId)
    const edited = await must(
      server.api('PATCH', `${actions}/${actionId}`, { body: { path: '/orders/v2-{{order_id}}' } }),
    )
    expect(edited.data).toMatchObject({
      path: '/orders/v2-{{order_id}}',
      headers: findOrder.headers,
      affectedSkills: [{ skillId, changes: ['plan'] }],
      links: [{ skillId, drift: 'unpublished' }],
    })
    const urlOf = async () => {
      await must(execute(skillId, { order_id: '1' }))
      return server.seen.at(-1)?.url
    }
    expect(await urlOf()).toBe('/orders/1')
    await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    expect(await urlOf()).toBe('/orders/1')
    await must(server.api('POST', `/agents/${server.agentId}/publish`))
    expect(await urlOf()).toBe('/orders/v2-1')
  })

  it('is refused as a whole when a link cannot follow', async () => {
    const actionId = await server.describe(named('Followed'))
    await server.link(actionId, { bodyTemplate: undefined, variables: [{ name: 'extra', type: 'string' }] })
    const variables = [{ name: 'order_id', type: 'array' }]
    const answer = await server.api('PATCH', `${actions}/${actionId}`, { body: { variables } })
    expect([answer.status, errorCodes(answer)]).toEqual([422, ['placeholder_type']])
  })
})

describe('links', () => {
  it('can be changed and removed, and keep their action and integration', async () => {
    const actionId = await server.describe(named('Kept'))
    const { linkId, skillId } = await server.link(actionId)
    const path = `/agents/${server.agentId}/action-links/${linkId}`
    const changed = await must(
      server.api('PATCH', path, { body: { phases: ['closing'], maxSuccessfulCalls: 1 } }),
    )
    expect(changed.data).toMatchObject({ phases: ['closing'], maxSuccessfulCalls: 1, skillId })
    for (const kept of [`${actions}/${actionId}`, '/integrations/shop']) {
      const refused = await server.api('DELETE', kept)
      expect([refused.status, refused.body['code']]).toEqual([409, 'integration_in_use'])
      expect(refused.body['blockers']).toContainEqual(expect.objectContaining({ skillId }))
    }
    await must(server.api('DELETE', path))
    expect((await server.api('GET', `/agents/${server.agentId}/skills/${skillId}`)).status).toBe(404)
    await must(server.api('DELETE', `${actions}/${actionId}`))
    expect((await server.api('GET', '/integrations/shop/operations/kept')).status).toBe(404)
  })
})

test('the eleventh call of an action inside a minute is refused, whichever agent or skill makes it', async () => {
  const actionId = await server.describe(named('Limited'))
  const first = await server.link(actionId)
  const second = await server.link(actionId, {
    toolName: 'Limited too',
    variables: [{ name: 'more', type: 'string' }],
  })
  const statuses: number[] = []
  for (let call = 0; call < 11; call++) {
    const { skillId } = call % 2 === 0 ? first : second
    statuses.push((await execute(skillId, { order_id: '1' })).status)
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
  const refused = await execute(second.skillId, { order_id: '1' })
  expect(refused.body['code']).toBe('action_rate_limited')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
})

describe('a test of an action', () => {
  it('shows what was sent, answered and mapped, without a credential', async () => {
    const actionId = await server.describe(named('Tested'))
    const answer = await must(
      server.api('POST', `${actions}/${actionId}/test`, { body: { params: { order_id: '1' } } }),
    )
    expect(answer.data).toMatchObject({
      request: { method: 'GET', url: `${server.shopUrl}/orders/1`, headers: { 'x-shop-key': '[secret]' } },
      response: { status: 200, data: { data: { status: 'sent' } } },
      mapped: { order_status: 'sent' },
    })
    expect(answer.text).not.toContain(shopKey)
    const audit = await must(server.api('GET', '/audit'))
    expect(audit.text).toContain('shared_action.tested')
  })

  it('reports a refusal of the provider and problems of its own', async () => {
    const actionId = await server.describe(named('Missing', { path: '/missing/{{order_id}}' }))
    const path = `${actions}/${actionId}/test`
    const refused = await must(server.api('POST', path, { body: { params: { order_id: '1' } } }))
    expect(refused.data).toMatchObject({
      response: { status: 404, error: { code: 'upstream_error' } },
      mapped: null,
    })
    const codes = []
    for (const body of [
      { params: {} },
      { params: { order_id: 'a/b' } },
      { params: { order_id: '1' }, environment: 'staging' },
    ]) {
      codes.push((await server.api('POST', path, { body })).body['code'])
    }
    expect(codes).toEqual(['validation_error', 'validation_error', 'environment_not_configured'])
  })
})

test('another organisation sees nothing of it', async () => {
  const actionId = await server.describe(named('Private'))
  const other = server.client(await server.otherOrganization())
  expect((await other('GET', actions)).status).toBe(404)
  expect((await other('PATCH', `${actions}/${actionId}`, { body: { name: 'x' } })).status).toBe(404)
})
