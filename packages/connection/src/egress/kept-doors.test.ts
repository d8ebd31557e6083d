import { expect, test } from 'vitest'
import { KeptDoors } from './kept-doors.ts'

/** Doors by name, of which at most `most` are kept, and which of them were opened and closed. */
function world(most: number, busy: readonly string[] = []) {
  const doors = new KeptDoors<{ name: string; isIdle: boolean; close: () => void }>(most)
  const opened: string[] = []
  const closed: string[] = []
  const use = (name: string) =>
    doors.door(name, () => {
      opened.push(name)
      return { name, isIdle: !busy.includes(name), close: () => closed.push(name) }
    })
  return { doors, use, opened, closed }
}

test.each<[string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
  ['a door that is asked for again is the same one', ['a', 'b', 'a', 'a', 'b'], [], ['a', 'b'], []],
  ['as many as may be kept stay open', ['a', 'b', 'c'], [], ['a', 'b', 'c'], []],
  ['the one unused for longest is closed', ['a', 'b', 'c', 'd'], [], ['a', 'b', 'c', 'd'], ['a']],
  ['use makes a door young', ['a', 'b', 'c', 'a', 'd'], [], ['a', 'b', 'c', 'd'], ['b']],
  ['a closed door is opened anew', ['a', 'b', 'c', 'd', 'a'], [], ['a', 'b', 'c', 'd', 'a'], ['a', 'b']],
  ['a busy door stays, and the next is closed', ['a', 'b', 'c', 'd'], ['a'], ['a', 'b', 'c', 'd'], ['b']],
  [
    'more stay when all are busy, but for the newest',
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c', 'd'],
    [],
  ],
])('%s', (...[, names, busy, opened, closed]) => {
  const found = world(3, busy)
  expect(names.map((name) => found.use(name).name)).toEqual(names)
  expect({ opened: found.opened, closed: found.closed }).toEqual({ opened, closed })
})

test('doors that are taken are no longer kept, the newest neither', () => {
  const { doors, use, opened, closed } = world(3)
  use('a')
  use('b')
  expect(doors.takeAll().map((door) => door.name)).toEqual(['a', 'b'])
  use('b')
  expect({ left: doors.takeAll().map((door) => door.name), opened, closed }).toEqual({
    left: ['b'],
    opened: ['a', 'b', 'b'],
    closed: [],
  })
})
