import { expect, test } from 'vitest'
import { runSkill } from './run-skill.ts'
import { callOf, runnableOf, sampleSkill, sampleWorld } from './testing/sample-run.ts'

test('runs a read: arguments in, outputs out, one record', async () => {
  const skill = sampleSkill()
  const { ports, sent, state } = sampleWorld()
  const result = await runSkill(runnableOf(skill), callOf(skill), ports)
  expect(result).toMatchObject({ status: 'succeeded', output: { subject: 'Brake squeaks' }, warnings: [] })
  expect(sent.map((call) => call.arguments)).toEqual([{ id: '4711' }])
  expect(
    state.records().map(({ status, params, request }) => ({ status, params, request })),
  ).toMatchInlineSnapshot(`
    [
      {
        "params": {
          "ticket_id": "4711",
        },
        "request": {
          "method": "GET",
          "path": "/tickets",
        },
        "status": "succeeded",
      },
    ]
  `)
})
