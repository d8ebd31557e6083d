import { Secret } from '@bindery/model'
import type { RunPorts } from '@bindery/runtime'
import { pino } from 'pino'
import { prepareOrganization } from '../demo/prepare-organization.ts'
import { startServer } from '../start.ts'
import type { DeathPoint } from './kill-runs.ts'
import { runPortsOf } from '@bindery/platform/runs'

/*
 * A server in a process of its own that kills itself with SIGKILL at the point of a write that its parent names. Started
 * by `fork` with the data directory, the API key and perhaps a database address as arguments; says its address when it is ready.
 */

const [directory = '', key = '', databaseUrl] = process.argv.slice(2)
let point: DeathPoint | undefined

function dieAt(name: DeathPoint): void {
  if (point === name) process.kill(process.pid, 'SIGKILL')
}

/** The ports as they are, but for a death before or after each step of a write. */
function makeMortal(ports: RunPorts): void {
  const { ledger, confirmations } = { ledger: { ...ports.ledger }, confirmations: { ...ports.confirmations } }
  const connect = ports.connect
  const mortalConfirmations: RunPorts['confirmations'] = {
    ...confirmations,
    open: async (confirmation) => {
      const opened = await confirmations.open(confirmation)
      dieAt('confirmation-opened')
      return opened
    },
    spend: async (organizationId, id) => {
      const spent = await confirmations.spend(organizationId, id)
      dieAt('confirmation-spent')
      return spent
    },
  }
  const mortalLedger: RunPorts['ledger'] = {
    ...ledger,
    begin: async (intent) => {
      dieAt('before-intent')
      const verdict = await ledger.begin(intent)
      dieAt('intent-committed')
      return verdict
    },
    finish: async (record, replay) => {
      dieAt('before-record')
      await ledger.finish(record, replay)
      if (record.status === 'waiting') dieAt('reads-recorded')
      dieAt('record-committed')
    },
  }
  const mortalConnect: RunPorts['connect'] = async (target) => {
    const connection = await connect(target)
    dieAt('connected')
    return connection
  }
  Object.assign(ports, {
    ledger: mortalLedger,
    confirmations: mortalConfirmations,
    connect: mortalConnect,
  })
}

const server = await startServer({
  config: {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: directory,
    databaseUrl: databaseUrl === undefined ? undefined : new Secret(databaseUrl),
    bootstrapApiKey: new Secret(key),
    masterKey: { from: 'text', text: new Secret('42'.repeat(32)) },
    olderMasterKey: undefined,
    requestsPerMinute: 120_000,
    publicUrl: undefined,
    demo: 'off',
    egressAllow: '127.0.0.1/32',
    maxDocumentBytes: 1_048_576,
    maxIntegrations: 10_000,
    maxAgents: 10_000,
    mcpToolBudget: 8_000,
    mcpHosts: [],
    languageModel: undefined,
  },
  logger: pino({ level: 'silent' }),
  demoEgress: [],
})
await prepareOrganization(server.services, new Secret(key))
makeMortal(runPortsOf(server.services))
process.on('message', (named: DeathPoint) => {
  point = named
})
process.send?.({ address: server.address })
