import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closing, description, importer, workflow } from '../testing/arazzo-documents.ts'
import { startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
})
afterAll(() => world.close())
const { newAgent, importInto } = importer(() => world)

const inner = (id: string, calls: readonly string[]) => ({
  workflowId: id,
  steps: calls.map((workflowId, at) => ({ stepId: `s${at}`, workflowId })),
})
const tens = (name: string) => Array.from({ length: 10 }, () => name)

const loop = {
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`p${at}`, { $ref: '#/components/inputs/o' }]),
  ),
}

describe('a hostile document', () => {
  test.each([
    ['calls itself', description(inner('a', ['b']), inner('b', ['a']))],
    [
      'calls ten that call ten that call ten',
      description(
        inner('a', tens('b')),
        inner('b', tens('c')),
        inner('c', tens('d')),
        inner('d', tens('e')),
        inner('e', []),
      ),
    ],
    [
      'refers to itself',
      {
        ...description({ ...workflow, inputs: { $ref: '#/components/inputs/a' } }),
        components: { inputs: { a: { $ref: '#/components/inputs/a' } } },
      },
    ],
    [
      'is made of other things',
      {
        arazzo: 7,
        workflows: [null, 'x', { steps: 'no' }, { steps: [[], { stepId: {} }] }],
        sourceDescriptions: {},
      },
    ],
    [
      'has names of prototypes',
      '{"arazzo":"1.0.1","__proto__":{"x":1},"sourceDescriptions":[],"workflows":[{"workflowId":"__proto__","inputs":{"properties":{"__proto__":{}}},"steps":[{"stepId":"constructor","operationId":"toString","outputs":{"__proto__":"$inputs.__proto__"}}]}]}',
    ],
    [
      'has an input that holds itself twenty times',
      {
        ...description({
          ...workflow,
          inputs: { properties: { o: { $ref: '#/components/inputs/o' } } },
          steps: [{ ...closing, parameters: [], requestBody: { payload: '$inputs.o' } }],
          outputs: {},
        }),
        components: { inputs: { o: loop } },
      },
    ],
    ['says nothing', {}],
  ])('that %s is answered with issues', async (_, document) => {
    const { workflows, issues } = await importInto(await newAgent('hostile'), document)
    expect(
      [...issues, ...workflows.flatMap((one) => one.issues)].some(({ severity }) => severity === 'error'),
    ).toBe(true)
    expect(workflows.filter(({ skill }) => skill !== null)).toEqual([])
  })

  test.each([
    [
      'an alias that stands for millions',
      `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nworkflows: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]`,
    ],
    ['a hundred thousand levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['no document', '\u0000 : : ['],
    ['a member that stands twice', '{"arazzo":"1.0.1","workflows":[],"workflows":[]}'],
  ])('of %s is unreadable', async (_, document) => {
    const agentId = await newAgent('unreadable')
    const { status, body } = await world.api('POST', `/agents/${agentId}/arazzo`, { body: { document } })
    expect([status, body['code']]).toEqual([422, 'document_unreadable'])
  })
})
