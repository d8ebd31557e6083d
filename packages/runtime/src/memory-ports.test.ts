import { isConfirmationId } from '@bindery/model'
import { expect, test } from 'vitest'
import { describeRunPorts, freshOwner } from './describe-run-ports.contract.ts'
import { memoryPorts } from './memory-ports.ts'

describeRunPorts('memory', async () => {
  let nowMs = Date.UTC(2026, 10, 21)
  const ports = memoryPorts(() => new Date(nowMs))
  return {
    ports,
    owner: freshOwner(),
    stranger: freshOwner().organizationId,
    now: async () => new Date(nowMs),
    advance: async (ms) => {
      nowMs += ms
    },
    approve: async (id) => {
      await ports.approve(id)
    },
    close: async () => undefined,
  }
})

test('nobody can approve a confirmation that is not there', async () => {
  const id: string = '00000000-0000-4000-8000-000000000001'
  if (!isConfirmationId(id)) throw new TypeError('Not a UUID.')
  expect(await memoryPorts(() => new Date()).approve(id)).toBe(false)
})
