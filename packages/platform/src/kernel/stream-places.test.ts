import { expect, it } from 'vitest'
import { StreamPlaces } from './stream-places.ts'

it('refuses a key more streams than it may have, and others none', () => {
  const places = new StreamPlaces({ perKey: 2, perServer: 9 })
  const first = places.take('a')
  places.take('a')
  expect(() => places.take('a')).toThrow(expect.objectContaining({ code: 'rate_limited' }))
  places.take('b')
  first.giveBack()
  first.giveBack()
  places.take('a')
  expect(() => places.take('a')).toThrow(/2 streams/)
})

it('refuses everybody more than the server keeps, and takes again what is given back', () => {
  const places = new StreamPlaces({ perKey: 2, perServer: 2 })
  const place = places.take('a')
  places.take('b')
  expect(() => places.take('c')).toThrow(expect.objectContaining({ code: 'overloaded' }))
  place.giveBack()
  places.take('c')
})

it('ends every stream when it is closed', () => {
  const places = new StreamPlaces()
  const signals = [places.take('a').signal, places.take('b').signal]
  places.close()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})
