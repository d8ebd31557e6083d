import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mapGoal } from '../../../packages/mapper/src/index.ts'
import { isWrite, type Operation, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import { readCatalogs } from './catalogs.ts'
import { compileFor } from './compile-for.ts'
import { ownGoals, readGoalLines } from './goals.ts'

const { goals } = readGoalLines(readFileSync(ownGoals, 'utf8'))

/** Names of all kinds, of which an operation means a few at most. */
const names =
  'caller_phone new_phone customer_email practitioner_name agent_name end_time due_date patient_id technician_id invoice_id ticket_number order_total quantity website_url is_active'.split(
    ' ',
  )

/** Where a name goes without a question when it is all that is given; undefined where it goes nowhere, or is asked about. */
async function unaskedPlace(operation: Operation, name: string, catalog: SchemaCatalog) {
  const { compile } = await compileFor(catalog)
  const request = {
    goal: operation.title ?? operation.name,
    isWrite: isWrite(operation.effect),
    parameters: [name],
    decisions: [{ kind: 'operation', verdict: 'accept', name: operation.name } as const],
  }
  const mapped = mapGoal(request, catalog, { compile })
  if (mapped.status !== 'mapped') return undefined
  const line = mapped.lines.find(({ kind, name: own }) => kind === 'input' && own === name)
  const isAsked = mapped.questions.some(
    ({ name: own, question }) => own === name && question.includes(' goes to '),
  )
  return isAsked ? undefined : line?.place
}

test.each([
  [
    'clinic',
    [
      'agent_name > name',
      'caller_phone > body.phone',
      'caller_phone > phone',
      'customer_email > body.email',
      'customer_email > email',
      'new_phone > body.phone',
      'new_phone > phone',
      'patient_id > body.patientId',
      'patient_id > patientId',
    ],
  ],
  [
    'support-desk',
    [
      'agent_name > name',
      'caller_phone > phone',
      'customer_email > email',
      'new_phone > phone',
      'practitioner_name > input.subject',
      'practitioner_name > name',
      'ticket_number > input.ticketNumber',
      'ticket_number > number',
    ],
  ],
])('puts names nowhere else without a question, in any operation of the %s', async (provider, expected) => {
  const own = goals.filter((goal) => goal.provider === provider).slice(0, 1)
  const { catalogs } = await readCatalogs(own, '.')
  const pairs = [...catalogs.values()].flatMap((catalog) =>
    catalog.operations.flatMap((operation) => names.map((name) => ({ catalog, operation, name }))),
  )
  const lines = new Set<string>()
  for (const { catalog, operation, name } of pairs) {
    const place = await unaskedPlace(operation, name, catalog)
    if (place !== undefined) lines.add(`${name} > ${place}`)
  }
  expect([...lines].sort()).toEqual(expected)
})
