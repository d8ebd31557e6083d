import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, errorCodes, findPatient, startClinicServer } from '../testing/clinic-server.ts'
import { securityCases } from '../testing/security-inputs.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const cases = securityCases(
  'jsonata.json',
  z.object({ id: z.string(), expr: z.string(), expect: z.enum(['reject-or-limit', 'inert', 'ok']) }),
)

const validate = (transform: string) =>
  server.api('POST', `/agents/${server.agentId}/integrations/clinic/bindings/validate`, {
    body: { ...findPatient, projection: [{ path: 'total', leaf: 'found', transform }] },
  })

test.each(cases)('the hostile expression $id is judged without harm', async ({ expr }) => {
  const answer = await validate(expr)
  expect([200, 400]).toContain(answer.status)
  if (answer.status === 400) expect(errorCodes(answer)).toContain('validation_error')
  expect((await server.api('GET', '/agents')).status).toBe(200)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test.each(cases.filter((entry) => /\$eval|function|\/\(a\+\)\+\$\/|5{0,1}00000000/.test(entry.expr)))(
  'the expression $id is refused before anything is stored',
  async ({ expr }) => {
    const answer = await validate(expr)
    const verdict = z.object({ valid: z.boolean() }).safeParse(answer.data)
    expect(verdict.success ? verdict.data.valid : false).toBe(false)
  },
)
