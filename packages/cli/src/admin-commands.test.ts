import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  must,
  readOwnSlice,
  startClinicServer,
} from '@bindery/api/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueAt } from './output/rows.ts'
import { openShell, type Shell } from './testing/run-line.ts'

let server: ClinicServer
let shell: Shell

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  await server.publish(bookAppointment)
  shell = openShell({ address: server.address, key: 'test-key-with-every-scope' })
})
afterAll(async () => {
  shell.close()
  await server.close()
})

const first = (rows: unknown): unknown => (Array.isArray(rows) ? rows[0] : undefined)

describe('what waits for a person', () => {
  const params = '-i customer_id=pat_1 -i service_type=check-up -i start_time=2027-02-01T10:00:00+01:00'

  test('is listed, looked at and approved by the beginning of its id', async () => {
    await shell.run(`skill run front-desk book_appointment ${params}`)
    const listed = await shell.json('review list --type approval')
    const id = String(valueAt(first(listed), 'id'))
    expect(await shell.json(`review show ${id}`)).toMatchObject({
      item: { id },
      detail: { status: 'pending' },
    })
    expect(await shell.problem(`review approve ${id}`)).toMatchObject({ code: 'input_missing', exit: 2 })
    expect(await shell.json(`review approve ${id} --yes`)).toMatchObject({ result: { status: 'ok' } })
    expect(await shell.json('review list')).toEqual([])
  })

  test('is rejected', async () => {
    await shell.run(`skill run front-desk book_appointment ${params} --conversation two`)
    const id = String(valueAt(first(await shell.json('review list')), 'id'))
    expect(await shell.json(`review reject ${id.slice(0, 30)} --yes`)).toMatchObject({
      result: { rejected: true },
    })
    expect(await shell.problem(`review reject ${id} --yes`)).toMatchObject({ code: 'name_unknown', exit: 2 })
  })
})

describe('what ran', () => {
  test('is listed by agent and skill, and looked at', async () => {
    await shell.json('skill run front-desk find_patient -i caller_phone=+31612345678')
    const line = 'activity list --agent front-desk --skill find_patient --status succeeded'
    const rows = await shell.json(line)
    expect(rows).toMatchObject([{ status: 'succeeded' }])
    expect(await shell.json(`activity show ${String(valueAt(first(rows), 'id'))}`)).toHaveProperty('record')
  })

  test('is told as it comes', async () => {
    expect(await shell.json('activity tail --after 1 --count 2')).toHaveLength(2)
    const { out } = await shell.run('activity tail --after 1 --count 1')
    expect(out).toMatch(/^\S+ {2}(execution|confirmation) .*\n$/)
  })

  test('ends at the deadline when nothing comes', async () => {
    expect(await shell.problem('activity tail --timeout 1')).toMatchObject({ code: 'timed_out', exit: 4 })
  })

  test('is in the log', async () => {
    expect(await shell.json('audit list --action agent.published --limit 1')).toMatchObject([
      { action: 'agent.published' },
    ])
    expect(await shell.json('audit export --action agent.published')).toContain('agent.published')
    expect(await shell.json('audit verify')).toMatchObject({ status: 'intact' })
  })
})

describe('keys, secrets and webhooks', () => {
  test('a key is made, turned and ended by its name', async () => {
    expect(await shell.json('key create "Night desk" --scope agents:read,skills:read')).toMatchObject({
      key: expect.stringMatching(/^bnd_/),
      scopes: ['agents:read', 'skills:read'],
    })
    expect(await shell.json('key list')).toContainEqual(expect.objectContaining({ name: 'Night desk' }))
    expect(await shell.json('key rotate "night desk" --yes')).toMatchObject({
      key: expect.stringMatching(/^bnd_/),
    })
    expect(await shell.json('key revoke "Night desk" --yes')).toEqual({ deleted: true })
    expect(await shell.problem('key create x')).toMatchObject({ code: 'input_missing' })
    expect(await shell.problem('key create x --scope agents:reed')).toMatchObject({ exit: 2 })
  })

  test('a secret is kept, changed and destroyed, and never shown', async () => {
    const value = 'canary-secret-91'
    const { out, err } = await shell.run('secret set acme-token --verbose', { input: value })
    expect(out + err).not.toContain(value)
    const shown = await shell.run('secret set other --print-request', { input: value })
    expect(shown.out).toContain('[secret]')
    expect(await shell.json('secret set acme-token', { input: 'canary-secret-92' })).toMatchObject({
      name: 'acme-token',
    })
    expect(await shell.json('secret list')).toMatchObject([{ name: 'acme-token' }])
    expect(await shell.json('secret delete acme-token --yes')).toEqual({ deleted: true })
  })

  test('a webhook is added, looked after and ended', async () => {
    const url = 'https://93.184.216.34/bindery'
    expect(await shell.json(`webhook add ${url} --event schema.drifted`)).toMatchObject({
      events: ['schema.drifted'],
    })
    expect(await shell.json('webhook list')).toMatchObject([{ url }])
    expect(await shell.json(`webhook deliveries ${url}`)).toEqual([])
    expect(await shell.json(`webhook delete ${url} --yes`)).toEqual({ deleted: url })
    expect(await shell.problem(`webhook add ${url} --event nothing`)).toMatchObject({ exit: 2 })
  })
})

describe('a connector pack', () => {
  beforeAll(async () => {
    const { api } = server
    await must(api('POST', '/integrations', { body: { pack: 'stripe' } }))
    await must(api('PUT', '/integrations/stripe/source', { body: readOwnSlice('stripe') }))
    await must(
      api('POST', '/integrations/stripe/connect', {
        body: { credentials: { access_token: 'sk' }, verify: false },
      }),
    )
    await must(api('POST', '/integrations/stripe/discover', { headers: { prefer: 'wait=30' } }))
  })

  test('is found, looked at and installed', async () => {
    expect(await shell.json('pack list --search stripe')).toMatchObject([{ kind: 'stripe' }])
    expect(await shell.json('pack show stripe')).toMatchObject({ pack: 'stripe' })
    const fit = await shell.json('pack fit stripe')
    const preset = String(valueAt(first(fit), 'slug'))
    expect(await shell.json(`pack install front-desk stripe --preset ${preset}`)).toMatchObject([
      { preset, created: true },
    ])
    expect(await shell.json('pack upgrade front-desk stripe')).toMatchObject({ pack: 'stripe' })
  })
})

describe('what Tab offers', () => {
  test('the first word', async () => expect(await shell.json('complete -- ag')).toEqual(['agent']))

  test.each([
    ['a verb', 'complete -- agent s', ['show']],
    ['a name of the server', 'complete -- agent show f', ['front-desk']],
    ['a skill of the agent before it', 'complete -- skill run front-desk find_p', ['find_patient']],
    ['a flag', 'complete -- agent list --li', ['--limit']],
    ['a word of a list', 'complete -- review list --type a', ['approval']],
    ['nothing where anything may stand', 'complete -- auto front-desk x', []],
  ])('%s', async (_, line, offered) => expect(await shell.json(line)).toEqual(offered))

  test('is nothing when there is no server', async () => {
    const environment = { BINDERY_SERVER: 'http://127.0.0.1:9' }
    expect((await shell.run("complete -- agent show ''", { environment })).out).toBe('')
  })

  test('is asked by a script for each shell', async () => {
    expect(await shell.json('completion bash')).toContain('complete -o default -F _bindery bindery')
    for (const name of ['zsh', 'fish', 'pwsh'])
      expect((await shell.run(`completion ${name}`)).out).toContain('bindery complete --')
    expect(await shell.problem('completion tcsh')).toMatchObject({ exit: 2 })
  })
})

describe('doctor', () => {
  test('says what is well', async () => {
    const checks = await shell.json('doctor')
    expect(checks).toContainEqual(expect.objectContaining({ name: 'key', result: 'passed' }))
    expect(checks).toContainEqual(expect.objectContaining({ name: 'database', result: 'passed' }))
  })

  test('ends with 4 when the server is not there', async () => {
    const { code, out } = await shell.run('doctor --server http://127.0.0.1:9')
    expect({ code, out }).toEqual({ code: 4, out: expect.stringMatching(/server +failed/) })
  })
})
