import { loadAdapter } from '@bindery/sources'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreementRound } from './testing/agreement/agreement-round.ts'
import { chooser } from './testing/agreement/choose.ts'
import { agreementRounds, agreementSeed } from './testing/agreement/config.ts'

test('compiler, runtime and published schemas hold one truth', async () => {
  const adapter = await loadAdapter('openapi')
  const counts = { agreed: 0, untried: 0, succeeded: 0 }
  const property = fc.asyncProperty(fc.gen(), async (draw) => {
    const round = await agreementRound(chooser(draw), adapter)
    if (round.status === 'disagreed')
      throw new Error(`${round.problem}\n${JSON.stringify(round.evidence, undefined, 1)}`)
    counts[round.status] += 1
    if (round.status === 'agreed' && round.result === 'succeeded') counts.succeeded += 1
  })
  await fc.assert(property, { numRuns: agreementRounds, seed: agreementSeed, endOnFailure: true })
  console.log(`seed ${agreementSeed}, ${agreementRounds} rounds: ${JSON.stringify(counts)}`)
  // A generator that makes nothing valid would prove nothing.
  expect(counts.succeeded).toBeGreaterThan(agreementRounds / 3)
}, 3_600_000)
