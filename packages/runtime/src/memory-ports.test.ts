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
