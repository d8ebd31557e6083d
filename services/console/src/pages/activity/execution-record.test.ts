import { expect, test } from 'vitest'
import { factsOf } from './execution-record.ts'

test('a record is read part by part', () => {
  const facts = factsOf({
    skillId: 's1',
    record: {
      functionName: 'find_caller',
      durationMs: 47,
      gates: [{ gate: 'integrity', verdict: 'passed' }, 'x', { gate: 'input' }],
      timings: { gates: 1, provider: 18, note: 'x' },
      steps: [{ id: 'caller', status: 'ambiguous', rows: 2, bytes: 'x' }, { id: 'tickets' }, 'x'],
      output: { a: 1 },
    },
  })
  expect(facts).toMatchObject({
    functionName: 'find_caller',
    durationMs: 47,
    gates: [{ gate: 'integrity', verdict: 'passed' }],
    timings: [
      { name: 'gates', ms: 1 },
      { name: 'provider', ms: 18 },
    ],
    steps: [
      {
        id: 'caller',
        integration: '',
        operation: '',
        status: 'ambiguous',
        startedMs: 0,
        durationMs: 0,
        runs: 0,
        rows: 2,
      },
    ],
    output: { a: 1 },
  })
})

test('a call without a record is known by its skill', () => {
  expect(factsOf({ skillId: 's1', record: null })).toMatchObject({
    functionName: 's1',
    gates: [],
    timings: [],
    steps: [],
  })
})
