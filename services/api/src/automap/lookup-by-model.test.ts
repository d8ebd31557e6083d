import { answer, type ModelPrompt, type ModelScript } from '@bindery/fixtures'
import { StepsBinding } from '@bindery/model'
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

/** Chooses the appointments of a patient and leaves the telephone number out, or puts it where the id belongs. */
function chooses(inputs: 'nothing' | 'the number as the id'): ModelScript {
  const map = ({ idOf: at }: ModelPrompt) =>
    answer({
      fit: 'fits',
      ask: 'none',
      parts: [],
      inputs:
        inputs === 'nothing'
          ? []
          : [{ parameter: at('parameters', 'caller_phone'), argument: at('arguments', 'patientId') }],
      outputs: [{ output: at('outputs', 'status'), field: at('fields', 'status') }],
    })
  return {
    holdsToSchema: true,
    steps: {
      select_operation: ({ idOf: at }) =>
        answer({ effect: 'read', choices: [at('catalog', 'listPatientAppointments')] }),
      map_names: map,
      repair_mapping: map,
    },
  }
}

const Draft = z.object({
  binding: StepsBinding,
  lines: z.array(z.object({ source: z.string(), target: z.string(), signals: z.array(z.string()) })),
  mapper: z.object({ mode: z.string() }),
  usage: z.object({ calls: z.int() }),
})

test.each(['nothing', 'the number as the id'] as const)(
  'a model that puts %s gets the lookup from the rules, and is asked nothing more',
  async (inputs) => {
    const body = {
      goal: `Which appointments does the patient with ${inputs} have?`,
      parameters: ['caller_phone'],
      outputs: ['status'],
    }
    clinic.model.seen.length = 0
    const { data } = await must(clinic.draft(body, chooses(inputs)))
    const { binding, lines, mapper } = Draft.parse(data)
    expect(binding.steps.map(({ operation }) => operation)).toEqual([
      'searchPatients',
      'listPatientAppointments',
    ])
    expect(lines.find(({ target }) => target === 'patientId')).toMatchObject({
      source: 'patient.id',
      signals: [expect.stringContaining('found by the step'), expect.any(String)],
    })
    expect(mapper.mode).toBe('model')
    const asked = clinic.model.seen.map(({ prompt }) => prompt.step)
    expect(asked.filter((step) => step !== 'probe')).toEqual(['select_operation', 'map_names'])
  },
)
