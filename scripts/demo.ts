import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { startClinic } from '../fixtures/src/index.ts'
import { clinicApiKey, prepareDemo } from '../services/api/src/demo/prepare-demo.ts'
import { prepareOrganization } from '../services/api/src/demo/prepare-organization.ts'
import { readConfig } from '../services/api/src/config.ts'
import { startServer } from '../services/api/src/start.ts'
import { gitHubDocument } from './bench/measure.ts'
import { createSilentLogger } from './silent-logger.ts'

/** Walks the main job on a server of its own: nothing is asked, nothing is left behind, the exit code tells. */

const directory = mkdtempSync(join(tmpdir(), 'bindery-demo-'))
const config = readConfig({ BINDERY_PORT: '0', BINDERY_DATA_DIR: directory })
const clinic = await startClinic({ port: 0, apiKey: clinicApiKey })
console.log('Starting a server with an empty database in a temporary folder ...')
const server = await startServer({
  config,
  logger: createSilentLogger(),
  demoEgress: [`127.0.0.1/32:${clinic.port}`],
})
const { principal, key } = await prepareOrganization(server.services, undefined)
const { agentId } = await prepareDemo(server.services, principal, clinic)
const authorization = `Bearer ${key?.reveal() ?? ''}`

async function walk(): Promise<void> {
  await discoverGitHub()
  title('2. Browse the demo clinic: a service that runs on this machine')
  await call('GET', '/integrations/clinic/operations?search=appointment')
  await call('GET', '/integrations/clinic/objects/Appointment')
  const bindings = `/agents/${agentId}/integrations/clinic/bindings`

  title('3. Validate a wrong binding: every problem at once, with the way out')
  await call('POST', `${bindings}/validate`, wrongBinding)

  title('4. Bind it right: a write, so it lands disabled')
  const skill = await call('POST', bindings, rightBinding)
  const skillId = textAt(skill, 'data', 'id')

  title('5. Enable it knowingly, and publish')
  await call('PATCH', `/agents/${agentId}/skills/${skillId}`, { isEnabled: true, acknowledge: ['write'] })
  await call('POST', `/agents/${agentId}/publish`, { note: 'Booking by telephone' })

  title('6. Preview the exact request; nothing is sent')
  const params = { customer_id: 'pat_1', service_type: 'check-up', start_time: '2027-02-01T10:00:00+01:00' }
  await call('POST', `/agents/${agentId}/skills/${skillId}/execute?dryRun=true`, { params })

  title('7. Execute: a write waits for a person')
  const paused = await call('POST', `/agents/${agentId}/skills/${skillId}/execute`, { params })
  const done = await call('POST', `/confirmations/${textAt(paused, 'data', 'confirmationId')}/approve`)

  title('8. The record of it, redacted')
  await call('GET', `/executions/${textAt(done, 'data', 'executionId')}`)
  console.log('\nThat is the whole job: discover, browse, map, check, publish, preview, run, look back.')
}

async function discoverGitHub(): Promise<void> {
  title('1. Discover a real document: the published description of GitHub’s REST API')
  const file = findGitHub()
  if (file === undefined) {
    console.log('The package @octokit/openapi is not installed here, so this step is left out.')
    return
  }
  await call('POST', '/integrations', { kind: 'github', name: 'GitHub', type: 'openapi' })
  await send('PUT', '/integrations/github/source', Readable.toWeb(createReadStream(file)))
  await call('POST', '/integrations/github/discover')
  await call('GET', '/integrations/github/operations?search=create%20issue%20comment&limit=3')
}

function findGitHub(): string | undefined {
  try {
    return existsSync(gitHubDocument()) ? gitHubDocument() : undefined
  } catch {
    return undefined
  }
}

const wrongBinding = {
  operation: 'createAppointment',
  toolName: 'Book appointment',
  inputObjectMap: [
    { field: 'patient', param: 'customer_id' },
    { field: 'service', const: 'checkup' },
  ],
  projection: [{ path: 'practitioner', leaf: 'With Whom' }],
}

const rightBinding = {
  operation: 'createAppointment',
  toolName: 'Book appointment',
  description: 'Book an appointment with Dr. Visser for a known patient.',
  inputObjectMap: [
    { field: 'patientId', param: 'customer_id' },
    { field: 'practitionerId', const: 'prac_1' },
    { field: 'service', param: 'service_type' },
    { field: 'startsAt', param: 'start_time' },
  ],
  projection: [
    { path: 'id', leaf: 'appointment_id' },
    { path: 'practitioner.name', leaf: 'practitioner' },
    { path: 'startsAt', leaf: 'start_time' },
  ],
}

function title(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`)
}

async function call(method: string, path: string, body?: object): Promise<unknown> {
  return send(method, path, body === undefined ? undefined : JSON.stringify(body))
}

async function send(
  method: string,
  path: string,
  body: string | ReadableStream | undefined,
): Promise<unknown> {
  console.log(`\n${method} ${path}`)
  const response = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
  })
  const answer: unknown = await response.json()
  console.log(`${response.status} ${shorten(JSON.stringify(answer, null, 2))}`)
  if (response.status >= 400) throw new Error(`${method} ${path} answered ${response.status}.`)
  return answer
}

function shorten(text: string): string {
  const lines = text.split('\n')
  return lines.length <= 40
    ? text
    : [...lines.slice(0, 38), `  ... ${lines.length - 38} more lines`].join('\n')
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (current, name) =>
      typeof current === 'object' && current !== null
        ? Object.entries(current).find(([key]) => key === name)?.[1]
        : undefined,
    value,
  )
  if (typeof found !== 'string') throw new Error(`The answer has no text at ${path.join('.')}.`)
  return found
}

// Last, because it uses everything above.
try {
  await walk()
} finally {
  await server.close()
  await clinic.close()
  rmSync(directory, { recursive: true, force: true })
}
