import { expect, test } from 'vitest'
import { remedyPlace } from './remedy-place.ts'

test('a provider that is not connected is a link to its page, whatever it is called', () => {
  const remedy = { does: 'connect_integration', of: { kind: 'a/b c' }, request: 'POST /api/v1/x' }
  expect(remedyPlace({ remedy })).toBe('/providers/a%2Fb%20c')
})

test.each(['toString', '__proto__', 'something of a newer server'])('%s is no link', (does) => {
  expect(remedyPlace({ remedy: { does, of: {} } })).toBeUndefined()
})
