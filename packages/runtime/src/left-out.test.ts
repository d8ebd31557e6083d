import type { LeftOut } from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareProjection } from './project-output.ts'
import { sampleSkill } from './testing/sample-run.ts'

test.each<[LeftOut, string]>([
  [{ part: 'text', characters: 5 }, 'a text of 5 characters'],
  [{ part: 'image' }, 'an image'],
  [{ part: 'audio' }, 'a sound'],
  [{ part: 'resource' }, 'a resource'],
  [{ part: 'resource_link' }, 'a link to a resource'],
  [{ part: 'other' }, 'another kind of content'],
])('%j beside an answer is a warning in words of ours', (note, said) => {
  const project = prepareProjection(sampleSkill())
  const response = { data: { subject: 'x' }, status: 200, bytes: 15, notes: [note, note] }
  expect(project({ response, warnings: [] }).warnings).toEqual([
    `content_left_out: Beside what the skill reads the provider sent ${said}. (2 times)`,
  ])
})
