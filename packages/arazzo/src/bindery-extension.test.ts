import { Step, StepsBinding } from '@bindery/model'
import { expect, test } from 'vitest'
import { StepExtension, WorkflowExtension } from './bindery-extension.ts'

/* A member that a binding learns is said by Arazzo or by the extension: else an export would lose it. */

const without = (names: readonly string[], others: readonly string[]): readonly string[] =>
  names.filter((name) => !others.includes(name)).toSorted()

test('the extension of a step has every member of a step that Arazzo has no words for', () => {
  const said = ['id', 'integration', 'operation']
  // Of tables, whose operations no workflow calls.
  const ofTables = ['sqlWrite']
  expect(without(Object.keys(Step.shape), [...said, ...ofTables])).toEqual(
    without(Object.keys(StepExtension.shape), []),
  )
})

test('the extension of a workflow has every member of a binding that Arazzo has no words for', () => {
  const said = ['steps', 'description']
  // An imported skill is disabled, whatever it was.
  const notTold = ['enabled']
  expect(without(Object.keys(StepsBinding.shape), [...said, ...notTold])).toEqual(
    without(Object.keys(WorkflowExtension.shape), ['form']),
  )
})
