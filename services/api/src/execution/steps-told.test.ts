import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

/* What whoever calls a skill of several steps is told where it cannot go on. */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
})
afterAll(() => world.close())

const person = {
  id: 'person',
  integration: 'people',
  operation: 'findPeople',
  take: 'one',
  inputs: [
    { param: 'caller_phone', argument: 'phone' },
    { param: 'home_city', argument: 'city', required: false },
  ],
}
const called = { caller_phone: '+31612345678' }
const found = (...items: readonly JsonObject[]) => {
  world.people.answers.now = () => ({ items: items.map((item, at) => ({ id: `p-${at}`, ...item })) })
}

describe('where several rows are found and one is meant', () => {
  let skillId = ''
  beforeAll(async () => {
    skillId = await world.publish({
      toolName: 'Name of a caller',
      steps: [{ ...person, distinguishBy: ['city', 'name'] }],
      projection: [{ path: 'person.id', leaf: 'customer_id' }],
    })
  })

  test.each<[string, readonly JsonObject[], string]>([
    [
      'a call is asked to give what it can give and differs',
      [
        { name: 'Ada', city: 'Delft' },
        { name: 'Bo', city: 'Gouda' },
      ],
      'Ask which one, and call again with "home_city".',
    ],
    [
      'a person has to look where only that differs which no call can give',
      [
        { name: 'Ada', city: 'Delft' },
        { name: 'Bo', city: 'Delft' },
      ],
      'A call cannot tell them apart, so a person has to look.',
    ],
    [
      'a person has to look where what a call could give is not known of any',
      [{ name: 'Ada' }, { name: 'Bo' }],
      'A call cannot tell them apart, so a person has to look.',
    ],
  ])('%s', async (...[, rows, told]) => {
    found(...rows)
    const { body } = await world.execute(skillId, called)
    expect(body).toMatchObject({
      data: { status: 'ambiguous', step: 'person', count: 2 },
      message: `Step "person" found 2 where one is meant. ${told}`,
    })
  })
})
