import { expect, test } from 'vitest'
import { Binding, type Operation } from '../../../packages/model/src/index.ts'
import { fixedLabels } from './fixed-labels.ts'
import { countFixed, wrongFixed } from './score-fixed.ts'
import { readGoalLines } from './goals.ts'

const operation: Operation = {
  name: 'list',
  effect: 'read',
  effectOrigin: 'declared',
  groups: [],
  arguments: [
    {
      name: 'status',
      place: 'query',
      type: { kind: 'scalar', scalar: 'string' },
      nullable: false,
      required: false,
      sensitivity: 'none',
      provenance: '#/status',
    },
  ],
  availability: { status: 'bindable' },
  security: [],
  call: {},
  provenance: '#/list',
}

const labels = fixedLabels(
  Binding.parse({
    operation: 'list',
    toolName: 'List',
    inputs: [{ argument: 'status', const: 'open' }],
    where: [
      { field: 'total', op: 'gt', const: 100 },
      { field: 'due', op: 'lt', relative: 'today' },
      { field: 'owner', param: 'owner' },
    ],
    orderBy: [{ field: 'due', direction: 'desc' }],
    projection: [{ path: 'items', leaf: 'items', max: 3, fields: [{ path: 'id', leaf: 'id' }] }],
  }),
  operation,
)

test('reads what a binding fixes in the words of labels', () => {
  expect(labels).toEqual([
    'always query.status="open"',
    'where total gt 100',
    'where due lt today',
    'sort due desc',
    'limit 3',
  ])
})

test('one form of a part is enough, and one that nobody wants is told', () => {
  const line = {
    id: 'a',
    provider: 'p',
    source_file: 'x',
    goal: 'g',
    gold_operation: 'query list',
    kind: 'read',
    form: 'harder',
    fixed: [['where status eq "open"', 'always query.status="open"'], ['limit 5']],
  }
  const { goals } = readGoalLines(JSON.stringify(line))
  const [goal] = goals
  if (goal === undefined) throw new TypeError('The line is no goal.')
  expect(countFixed(goal, labels)).toEqual({ right: 1, proposed: 5, wanted: 2 })
  expect(wrongFixed(goal, labels.slice(0, 2))).toEqual([
    'fixed: always query.status="open", where total gt 100, not limit 5',
    'fixed: where total gt 100, which is not wanted',
  ])
})
