import { answer, type ModelPrompt, type ModelScript } from '@bindery/fixtures'
import { Binding } from '@bindery/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type ModelClinic, startModelClinic } from '../testing/model-clinic.ts'

let clinic: ModelClinic

beforeAll(async () => {
  clinic = await startModelClinic()
})
afterAll(async () => {
  expect(clinic.model.violations).toEqual([])
  await clinic.close()
})

const Draft = z.object({
  draftId: z.string(),
  binding: Binding,
  lines: z.array(z.object({ source: z.string(), target: z.string(), strength: z.string() })),
  unmet: z.array(z.object({ name: z.string() })),
  mapper: z.object({ mode: z.string() }),
})

const goal = {
  goal: 'The last 2 booked appointments of a patient',
  parameters: ['patient_id'],
  outputs: ['start_time'],
}

const map = ({ idOf: at }: ModelPrompt) =>
  answer({
    fit: 'fits',
    ask: 'none',
    inputs: [{ parameter: at('parameters', 'patient_id'), argument: at('arguments', 'patientId') }],
    outputs: [{ output: at('outputs', 'start_time'), field: at('fields', 'startsAt') }],
    parts: [
      { does: 'always', at: at('arguments', 'status'), op: 'eq', value: at('values', '"booked"') },
      { does: 'sort', at: at('fields', 'startsAt'), op: 'desc', value: 'none' },
      { does: 'limit', at: 'none', op: 'eq', value: at('values', '2') },
    ],
  })
const script: ModelScript = {
  holdsToSchema: true,
  steps: {
    select_operation: ({ idOf: at }) =>
      answer({ effect: 'read', choices: [at('catalog', 'listPatientAppointments')] }),
    map_names: map,
    repair_mapping: map,
  },
}

test.each(['any', 'deterministic'])(
  'what a goal fixes is in the skill that is stored, and a line that people decide, with the mapper "%s"',
  async (mapper) => {
    const { data } = await must(clinic.draft({ ...goal, mapper, dryRun: false }, script))
    const { binding, lines, draftId, unmet } = Draft.parse(data)
    expect(binding).toMatchObject({
      enabled: false,
      inputs: expect.arrayContaining([{ argument: 'status', const: ['booked'] }]),
      orderBy: [{ field: 'startsAt', direction: 'desc' }],
      projection: [{ max: 2 }],
    })
    expect(unmet).toEqual([])
    expect(lines.map(({ source, target }) => `${target} ${source}`)).toEqual(
      expect.arrayContaining(['status always "booked"', 'startsAt latest first', 'rows at most 2 rows']),
    )
    const decisions = [
      { kind: 'input', name: 'always "booked"', verdict: 'reject' },
      { kind: 'input', name: 'latest first', verdict: 'accept' },
    ]
    const drafts = `/agents/${clinic.server.agentId}/integrations/clinic/bindings/auto`
    await must(clinic.server.api('POST', `${drafts}/${draftId}/decisions`, { body: { decisions } }))
    const refined = Draft.parse((await must(clinic.draft({ mapper, refines: draftId }, script))).data)
    expect(refined.binding.inputs).toMatchObject([{ param: 'patient_id' }])
    expect(refined.lines).toContainEqual(
      expect.objectContaining({ source: 'latest first', strength: 'strong' }),
    )
    expect(refined.unmet.map(({ name }) => name)).toEqual(['booked'])
  },
)
