import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshOwner } from './ports-under-test.contract.ts'
import { memoryPorts } from './memory-ports.ts'

interface RateLimitCase {
  readonly id: string
  readonly arrivals: readonly number[]
  readonly admitted: number
}

const readCases: (text: string) => { readonly cases: readonly RateLimitCase[] } = JSON.parse
const file = new URL('../../../fixtures/security/open/rate-limits.json', import.meta.url)

/** The limiter goes by one clock, the store's, so how wrong the clocks of replicas are does not enter. */
test.each(readCases(readFileSync(file, 'utf8')).cases)(
  'case $id admits exactly $admitted calls',
  async ({ arrivals, admitted }) => {
    let nowMs = 0
    const { limits } = memoryPorts(() => new Date(nowMs))
    const key = { organizationId: freshOwner().organizationId, scope: 'case' }
    let count = 0
    for (const arrival of arrivals) {
      nowMs = arrival
      const verdict = await limits.take(key, 10)
      if (verdict.admitted) count += 1
    }
    expect(count).toBe(admitted)
  },
)
