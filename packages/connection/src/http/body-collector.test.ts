import { gzipSync } from 'node:zlib'
import type { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { type BodyCollector, collectBody } from './body-collector.ts'

interface Collected {
  readonly collector: BodyCollector
  readonly events: string[]
  readonly settled: Promise<void>
}

function collect(encoding: string, maxBytes = 10): Collected {
  const events: string[] = []
  let settle: () => void = () => undefined
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })
  const collector = collectBody(encoding, maxBytes, {
    done: (body) => {
      events.push(`done ${Buffer.from(body).toString()}`)
      settle()
    },
    fail: (error: PlatformError) => {
      events.push(`fail ${error.details.reason}`)
      settle()
    },
    pause: () => events.push('pause'),
    resume: () => events.push('resume'),
  })
  return { collector, events, settled }
}

test('a plain body tells its end once, whatever comes after', async () => {
  const { collector, events } = collect('')
  collector.write(Buffer.from('ab'))
  collector.write(Buffer.from('cd'))
  collector.end()
  collector.end()
  collector.write(Buffer.from('ef'))
  expect(events).toEqual(['done abcd'])
})

test('a plain body that is too large tells that once', () => {
  const { collector, events } = collect('identity')
  collector.write(Buffer.alloc(11))
  collector.write(Buffer.alloc(11))
  collector.end()
  expect(events).toEqual(['fail response_too_large'])
})

test('a compressed body that was dropped tells nothing', async () => {
  const { collector, events } = collect('gzip')
  collector.write(gzipSync('abc').subarray(0, 5))
  collector.drop()
  collector.write(gzipSync('abc'))
  collector.end()
  // What the dropped one could still tell would come before all of a body that begins later.
  const later = collect('gzip')
  later.collector.write(gzipSync('later'))
  later.collector.end()
  await later.settled
  expect(events).toEqual([])
})

test('empty chunks do not decide how a body is compressed', async () => {
  const { collector, events, settled } = collect('gzip')
  collector.write(new Uint8Array())
  collector.write(gzipSync('abc'))
  collector.end()
  await settled
  expect(events.filter((event) => !/pause|resume/.test(event))).toEqual(['done abc'])
})

test('a bomb is told once, and the decoder is left alone after it', async () => {
  const { collector, events, settled } = collect('gzip', 100)
  collector.write(gzipSync(Buffer.alloc(1_000_000)))
  await settled
  collector.drop()
  expect(events.filter((event) => event.startsWith('fail'))).toEqual(['fail response_too_large'])
})
