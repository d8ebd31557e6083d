import type { Binding } from '@bindery/client'
import { expect, test } from 'vitest'
import { fixesOf } from './issue-fixes.ts'
import { applyPatch } from './json-patch.ts'

const binding: Binding = {
  operation: 'getPatient',
  toolName: 'Patient',
  projection: [{ path: 'contact', leaf: 'contact', transform: '$trim(emial)' }],
}
const path = '/projection/0/transform'
const issue = {
  field: 'projection[0].transform',
  path,
  code: 'transform_invalid',
  severity: 'error' as const,
  message: 'There is no field "emial" here. Did you mean "email"? (character 12)',
  suggestions: ['email'],
  fixes: [{ title: 'Remove the transform', patch: [{ op: 'remove', path }] }],
}

test('a name that may have been meant is put in the place of the wrong one', () => {
  const [rename, ...others] = fixesOf(issue, binding)
  expect([rename?.title, others.map(({ title }) => title)]).toEqual(['Use "email"', ['Remove the transform']])
  expect(applyPatch(binding, rename?.patch ?? [])?.projection?.[0]?.transform).toBe('$trim(email)')
})

test('an issue of something else has the fixes of the compiler alone', () => {
  expect(fixesOf({ ...issue, code: 'path_unknown' }, binding)).toEqual(issue.fixes)
  expect(fixesOf({ ...issue, path: '/projection/9/transform' }, binding)).toEqual(issue.fixes)
})
