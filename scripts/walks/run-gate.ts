import { check, tests, types, type Walk } from './walk.ts'

const folder = 'packages/runtime/src'

const gate = `import { type Gate, passed, refused } from '../gate.ts'

const most = 100

/** A call gives no more parameters than a person could have meant. */
export const parameterCount: Gate = {
  name: 'parameter_count',
  appliesTo: 'every-run',
  demand: () => undefined,
  check: ({ params }) =>
    Object.keys(params).length <= most
      ? passed
      : refused('validation_error', \`A call takes at most \${most} parameters.\`),
}
`

const test = `import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

test('too many parameters stop before any of them is looked at, and nothing is sent', async () => {
  const world = sampleWorld()
  const params = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [\`p\${at}\`, at]))
  expect(verdictOf(await runSample(sampleSkill(), { world, call: { params } }))).toBe('validation_error')
  expect(world.state.records()[0]?.gates.at(-1)).toMatchObject({ gate: 'parameter_count' })
  expect(world.sent).toEqual([])
})
`

export const runGate: Walk = {
  heading: 'Run gate',
  names: { gate: 'parameter-count' },
  changes: [
    { file: `${folder}/gates/parameter-count.ts`, is: gate },
    { file: `${folder}/gates/parameter-count.test.ts`, is: test },
    {
      file: `${folder}/gate-order.ts`,
      imports: `import { parameterCount } from './gates/parameter-count.ts'\n`,
    },
    { file: `${folder}/gate-order.ts`, before: '  input,\n', text: '  parameterCount,\n' },
    { file: `${folder}/gate-order.test.ts`, before: `    'input',\n`, text: `    'parameter_count',\n` },
    { file: 'packages/README.md', before: 'input, content_policy', text: 'parameter_count, ' },
  ],
  proofs: [
    check('architecture-page'),
    types('packages/runtime'),
    tests(['gate-order', 'gates/parameter-count', 'run-skill'].map((name) => `${folder}/${name}.test.ts`)),
  ],
}
