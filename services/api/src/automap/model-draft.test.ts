import { answer, type ModelAct, type ModelPrompt, type ModelScript, startBookings } from '@bindery/fixtures'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import {
  databasePassword,
  type ModelClinic,
  ModelDraft,
  modelKey,
  startModelClinic,
} from '../testing/model-clinic.ts'
import type { ApiAnswer, ApiClient } from '../testing/test-server.ts'

/** Other work may share the machine. */
const patience = { timeout: 60_000 }
let clinic: ModelClinic

beforeAll(async () => {
  clinic = await startModelClinic()
})
beforeEach(() => {
  clinic.model.seen.length = 0
})
afterAll(async () => {
  expect(clinic.model.violations).toEqual([])
  await clinic.close()
})

const Questioned = z.object({
  binding: z.object({ enabled: z.boolean() }),
  strength: z.string(),
  questions: z.array(z.object({ question: z.string() })),
})

const find = {
  goal: 'Find a patient by telephone number and say their name',
  parameters: ['caller_phone'],
  outputs: ['customer_name'],
}

const pick =
  (section: string, text: string) =>
  ({ idOf: at }: ModelPrompt): string =>
    at(section, text)

/** Chooses an operation by name and puts names to places by name. */
function knows(operation: string, pairs: { inputs?: object; outputs?: object } = {}): ModelScript {
  const map = (prompt: ModelPrompt): ModelAct =>
    answer({
      fit: 'fits',
      ask: 'none',
      parts: [],
      inputs: Object.entries(pairs.inputs ?? {}).map(([name, place]) => ({
        parameter: pick('parameters', name)(prompt),
        argument: pick('arguments', String(place))(prompt),
      })),
      outputs: Object.entries(pairs.outputs ?? {}).map(([name, place]) => ({
        output: pick('outputs', name)(prompt),
        field: pick('fields', String(place))(prompt),
      })),
    })
  return {
    holdsToSchema: true,
    steps: {
      select_operation: (prompt) =>
        answer({ effect: 'cannot_tell', choices: [pick('catalog', operation)(prompt)] }),
      map_names: map,
      repair_mapping: map,
    },
  }
}

const rightly = knows('searchPatients', {
  inputs: { caller_phone: 'phone (query)' },
  outputs: { customer_name: 'patients.fullName' },
})

const read = async (answered: Promise<ApiAnswer>) => ModelDraft.parse((await must(answered)).data)

describe('a draft that a language model makes', () => {
  it('is what the model chose, and counts what it cost', async () => {
    const drafted = await read(clinic.draft(find, rightly))
    const { seen } = clinic.model
    expect([drafted.binding.operation, drafted.binding.enabled]).toEqual(['searchPatients', false])
    expect(drafted.mapper).toEqual({ mode: 'model', model: 'scripted' })
    expect(drafted.lines).toContainEqual(
      expect.objectContaining({ source: 'caller_phone', target: 'phone', kind: 'input' }),
    )
    expect(seen.map(({ prompt }) => prompt.step)).toEqual(['probe', 'select_operation', 'map_names'])
    expect(drafted.usage).toEqual({
      calls: 3,
      promptTokens: seen.reduce((sum, { text }) => sum + Math.ceil(text.length / 4), 0),
      completionTokens: expect.any(Number),
    })
    expect(drafted.usage.promptTokens).toBeLessThanOrEqual(20_000)
  })

  it('costs nothing a second time, and something for another organisation', async () => {
    await must(clinic.draft(find, rightly))
    clinic.model.seen.length = 0
    const again = await read(clinic.draft(find))
    expect([again.usage.calls, again.mapper.mode, clinic.model.seen.length]).toEqual([0, 'model', 0])
    const other = clinic.server.client(await clinic.server.otherOrganization())
    const path = await registerClinic(other)
    const theirs = await read(other('POST', path, { body: { ...find, dryRun: true } }))
    expect([theirs.usage.calls, clinic.model.seen.length]).toEqual([2, 2])
  })

  it('is shown no write where the caller says that the goal reads', async () => {
    const goal = 'Who is the patient with this phone?'
    await read(clinic.draft({ ...find, goal, isWrite: false }, knows('searchPatients')))
    expect(
      clinic.model.seen.map(({ prompt }) => prompt.lines('catalog').map(({ text }) => text)).join(),
    ).not.toMatch(/createAppointment|cancelAppointment|updatePatientContact/)
  })

  it('asks whether a write is meant that the model chose and the goal does not say', async () => {
    const goal = 'Who is the patient with this phone?'
    const answered = await must(
      clinic.draft({ goal, parameters: ['patient_id'] }, knows('cancelAppointment')),
    )
    const drafted = Questioned.parse(answered.data)
    expect(drafted.binding.enabled).toBe(false)
    expect(drafted.strength).not.toBe('strong')
    expect(drafted.questions.map(({ question }) => question).join()).toContain(
      '"cancelAppointment" would change something',
    )
  })

  it('obeys what people said of an earlier draft, whatever the model says', async () => {
    const first = await read(clinic.draft({ ...find, goal: 'Look a patient up by phone' }, rightly))
    const path = `/agents/${clinic.server.agentId}/integrations/clinic/bindings/auto/${first.draftId}/decisions`
    const decisions = [
      { kind: 'input', name: 'caller_phone', verdict: 'edit', place: 'name' },
      { kind: 'output', name: 'customer_name', verdict: 'reject' },
    ]
    await must(clinic.server.api('POST', path, { body: { decisions } }))
    clinic.model.seen.length = 0
    const second = await read(clinic.draft({ refines: first.draftId }, rightly))
    const line = (name: string) =>
      second.lines.find(({ source, target }) => source === name || target === name)
    expect(line('caller_phone')).toMatchObject({
      target: 'name',
      signals: ['chosen by a person', expect.anything()],
    })
    expect(line('customer_name')?.source).not.toBe('patients.fullName')
    expect(clinic.model.seen.map(({ text }) => text).join()).toContain('was rejected by a person')
  })
})

describe('a model that gives nothing usable', () => {
  const everywhere = (act: ModelAct): ModelScript => ({ steps: { any: () => act, probe: () => act } })
  const acts: readonly (readonly [string, ModelScript, string])[] = [
    ['refuses', everywhere({ act: 'refuse' }), 'refused'],
    ['is cut off twice', everywhere({ act: 'say', text: '{"ch', finish: 'length' }), 'cut_off'],
    ['says nothing', everywhere({ act: 'say', text: '' }), 'illegal_answer'],
    ['says no JSON', everywhere({ act: 'say', text: 'Sure! I would choose o1.' }), 'illegal_answer'],
    [
      'names what is not offered',
      everywhere(answer({ effect: 'cannot_tell', choices: ['o999'] })),
      'illegal_answer',
    ],
    [
      'adds members',
      everywhere(answer({ effect: 'cannot_tell', choices: ['o1'], enabled: true })),
      'illegal_answer',
    ],
    ['knows no such key', everywhere({ act: 'status', status: 401 }), 'unauthorized'],
    [
      'wants a long pause',
      everywhere({ act: 'status', status: 429, headers: { 'retry-after': '60' } }),
      'rate_limited',
    ],
    [
      'has fallen over',
      everywhere({ act: 'status', status: 500, headers: { 'retry-after-ms': '1' } }),
      'unreachable',
    ],
    ['takes no question', everywhere({ act: 'status', status: 400 }), 'bad_request'],
    ['is a web page', everywhere({ act: 'not_json' }), 'not_understood'],
    ['never ends', everywhere({ act: 'flood' }), 'not_understood'],
  ]
  test.each(acts)('that %s leaves the draft to the rules, which say so', async (name, script, reason) => {
    // A goal of its own, so that no kept answer stands in for the model.
    const goal = { ...find, goal: `${find.goal} (${name})` }
    const answered = await must(clinic.draft(goal, script))
    const drafted = ModelDraft.parse(answered.data)
    const ruled = await read(clinic.draft({ ...goal, mapper: 'deterministic' }))
    expect(drafted.mapper).toMatchObject({
      mode: 'deterministic',
      model: 'scripted',
      fallback: { reason, message: expect.stringContaining('"scripted"') },
    })
    expect(drafted.binding).toEqual(ruled.binding)
    expect(answered.body['warnings']).toContainEqual(expect.objectContaining({ code: `model_${reason}` }))
    expect(drafted.usage.calls).toBeLessThanOrEqual(5)
    expect(answered.text).not.toContain(modelKey)
  })

  const dresses = ['fenced', 'prose', 'think'] as const
  test.each(dresses)('is understood when it only dresses its JSON up: %s', async (dress) => {
    const goal = { ...find, goal: `${find.goal} (${dress})` }
    const steps: ModelScript['steps'] = {
      select_operation: (prompt) =>
        answer({ effect: 'cannot_tell', choices: [prompt.idOf('catalog', 'searchPatients')] }, dress),
      map_names: () => answer({ fit: 'fits', ask: 'none', parts: [], inputs: [], outputs: [] }, dress),
    }
    expect((await read(clinic.draft(goal, { steps }))).mapper.mode).toBe('model')
  })

  it('is given a second chance, with what was wrong', async () => {
    const goal = { ...find, goal: `${find.goal} (second chance)` }
    let turn = 0
    const steps: ModelScript['steps'] = {
      select_operation: (prompt) =>
        answer({
          effect: 'cannot_tell',
          choices: [turn++ === 0 ? 'o999' : prompt.idOf('catalog', 'searchPatients')],
        }),
    }
    const drafted = await read(clinic.draft(goal, { steps }))
    expect(drafted.mapper.mode).toBe('model')
    expect(clinic.model.seen.map(({ prompt }) => prompt.user).join()).toContain('was not legal')
  })

  it('that finds nothing fitting is believed, with reasons', async () => {
    const answered = await clinic.draft(
      { goal: 'Find a patient by shoe size' },
      { steps: { any: () => answer({ effect: 'cannot_tell', choices: [] }) } },
    )
    expect([answered.status, answered.body['code']]).toEqual([422, 'auto_map_failed'])
  })
})

describe('a draft as events', () => {
  const path = () => `/agents/${clinic.server.agentId}/integrations/clinic/bindings/auto`
  const stream = (goal: string, signal?: AbortSignal): Promise<Response> =>
    fetch(`${clinic.server.address}/api/v1${path()}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer test-key-with-every-scope',
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ ...find, goal }),
      ...(signal === undefined ? {} : { signal }),
    })

  it('comes while the work goes on, and ends with what became of it', async () => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const steps: ModelScript['steps'] = {
      ...rightly.steps,
      map_names: async (prompt) => {
        await gate
        return rightly.steps?.map_names?.(prompt, 0) ?? answer({})
      },
    }
    clinic.model.follow({ holdsToSchema: true, steps })
    const response = await stream(`${find.goal}, as events`)
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      // Only what came before the model had placed the names lets it go on.
      if (/event: stage\ndata: \{"name":"map"\}/.test(text)) open()
    }
    const events = [...text.matchAll(/^id: (\d+)\nevent: (\w+)$/gm)]
    expect(events.map((match) => Number(match[1]))).toEqual(events.map((_, at) => at + 1))
    expect([...new Set(events.map((match) => match[2]))]).toEqual([
      'stage',
      'candidate',
      'line',
      'usage',
      'done',
    ])
    expect(events.at(-1)?.[2]).toBe('done')
  })

  it('ends with an error that is the same problem as without events', async () => {
    clinic.model.follow({ steps: { any: () => answer({ effect: 'cannot_tell', choices: [] }) } })
    const text = await (await stream('Find a patient by the colour of their hat')).text()
    const last = text.trim().split('\n\n').at(-1) ?? ''
    expect(last).toMatch(/^id: \d+\nevent: error\ndata: \{.*"code":"auto_map_failed"/)
    expect(text).not.toContain('event: done')
  })

  it('asks no more once its reader is gone, and makes no skill', async () => {
    const skills = async (): Promise<string> =>
      (await must(clinic.server.api('GET', `/agents/${clinic.server.agentId}/skills`))).text
    const before = await skills()
    clinic.model.follow({ steps: { any: () => ({ act: 'hang' }) } })
    const gone = new AbortController()
    const response = await stream(`${find.goal}, soon alone`, gone.signal)
    const reading = response.text().catch(() => 'gone')
    await expect.poll(() => clinic.model.seen.at(-1)?.prompt.step, patience).toBe('select_operation')
    gone.abort()
    await expect.poll(() => clinic.model.seen.at(-1)?.wasLeft, patience).toBe(true)
    expect(await reading).toBe('gone')
    expect(clinic.model.seen).toHaveLength(1)
    expect(await skills()).toBe(before)
  })
})

describe('a database', () => {
  it('shows a model its names and never its rows or its password, nor sensitive columns to answer with', async () => {
    const bookings = await startBookings({ port: 0, password: databasePassword })
    try {
      await bookings.opened
      const path = await registerBookings(clinic.server.api, bookings)
      clinic.model.follow({ holdsToSchema: true })
      const body = { goal: 'Find a customer by phone and say the name', dryRun: true }
      await must(clinic.server.api('POST', path, { body }))
      const told = clinic.model.seen.map(({ text }) => text).join('\n')
      expect(told).toContain('customers')
      expect(told).not.toContain('password_hash')
      const fields = clinic.model.seen.flatMap(({ prompt }) => prompt.lines('fields').map(({ text }) => text))
      expect(fields.join('\n')).toMatch(/full_name(?!.*national_id)/s)
    } finally {
      await bookings.close()
    }
  })
})

async function registerClinic(api: ApiClient): Promise<string> {
  const { baseUrl } = clinic.server.clinic
  const body = {
    kind: 'clinic',
    name: 'Clinic',
    type: 'openapi',
    source: { url: `${baseUrl}/openapi.json` },
    environments: { production: { baseUrl } },
  }
  await must(api('POST', '/integrations', { body }))
  await must(api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
  return `/agents/${idOf(await must(api('POST', '/agents', { body: { name: 'desk' } })))}/integrations/clinic/bindings/auto`
}

async function registerBookings(
  api: ApiClient,
  { host, port, database, user }: Awaited<ReturnType<typeof startBookings>>,
): Promise<string> {
  await must(api('POST', '/integrations', { body: { kind: 'bookings', name: 'Bookings', type: 'postgres' } }))
  const credentials = { host, port, database, user, password: databasePassword, sslmode: 'disable' }
  await must(api('POST', '/integrations/bookings/connect', { body: { credentials } }))
  await must(api('POST', '/integrations/bookings/discover', { headers: { prefer: 'wait=30' } }))
  return `/agents/${clinic.server.agentId}/integrations/bookings/bindings/auto`
}
