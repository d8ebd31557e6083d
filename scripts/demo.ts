import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type DemoIntegration, demoIntegrations } from '../services/api/src/demo/demo-integrations.ts'
import { callerSkills, openTicket } from '../services/api/src/demo/demo-skills.ts'
import { prepareOrganization } from '../services/api/src/demo/prepare-organization.ts'
import { startDemoProviders } from '../services/api/src/demo/start-providers.ts'
import { readConfig } from '../services/api/src/config.ts'
import { startServer } from '../services/api/src/start.ts'
import { gitHubDocument } from './bench/measure.ts'
import { createDemoClient, textAt, valueAt } from './demo-client.ts'
import { answerInOneCall } from './demo-questions.ts'
import { createSilentLogger } from './silent-logger.ts'

/** Walks the main job on a server of its own: nothing is asked, nothing is left behind, the exit code tells. */

const directory = mkdtempSync(join(tmpdir(), 'bindery-demo-'))
const config = readConfig({ BINDERY_PORT: '0', BINDERY_DATA_DIR: directory })
console.log('Starting a server with an empty database in a temporary folder, and three providers ...')
const starting = startDemoProviders({ firstPort: 0, folder: directory })
const demoEgress = starting.then((providers) => providers.egress)
const server = await startServer({ config, logger: createSilentLogger(), demoEgress })
const providers = await starting
const { key } = await prepareOrganization(server.services, undefined)
const client = createDemoClient(server.address, key?.reveal() ?? '')
const { call, ask, send } = client

async function walk(): Promise<void> {
  await discoverGitHub()
  title('2. An agent of our own')
  const agentId = textAt(await call('POST', '/agents', { name: 'front-desk' }), 'data', 'id')
  const callers = await bindEveryKind(agentId)

  title('6. One caller, one contract, three protocols')
  await showContract(agentId)
  for (const { kind, skillId } of callers) await answerCaller(kind, executePath(agentId, skillId))

  title('7. A wrong binding: every problem at once, with the way out')
  await call('POST', `/agents/${agentId}/integrations/clinic/bindings/validate`, wrongBinding)
  await blockField(executePath(agentId, callers.find(({ kind }) => kind === 'bookings')?.skillId ?? ''))
  await writeTicket(agentId)

  title('11. One call for what took three, on each of them, and for what took four, over two')
  await answerInOneCall(client, agentId)
  console.log(
    '\nThat is the whole job: discover, browse, map, check, publish, preview, run, look back, and answer in one call.',
  )
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

interface BoundCaller {
  readonly kind: string
  readonly skillId: string
}

const headings = [
  '3. A REST service that describes itself by OpenAPI',
  '4. A GraphQL service, read by introspection',
  '5. A PostgreSQL database, read from its catalog tables',
] as const

/** For each protocol: register, connect, discover, count, validate, bind, preview. */
async function bindEveryKind(agentId: string): Promise<readonly BoundCaller[]> {
  const bound: BoundCaller[] = []
  for (const [index, integration] of demoIntegrations(providers).entries()) {
    const { kind } = integration.registration
    title(headings[index] ?? kind)
    await connect(integration)
    await showCounts(kind)
    const binding = callerSkills.find((skill) => skill.kind === kind)?.binding ?? {}
    const bindings = `/agents/${agentId}/integrations/${kind}/bindings`
    console.log(`\nPOST ${bindings}/validate\n${JSON.stringify(binding)}`)
    const verdict = await ask('POST', `${bindings}/validate`, binding)
    console.log(`valid: ${String(valueAt(verdict, 'data', 'valid'))}; now for good, and published`)
    const skillId = textAt(await ask('POST', bindings, binding), 'data', 'id')
    await ask('POST', `/agents/${agentId}/publish`, { note: `With ${kind}` })
    await call('POST', `${executePath(agentId, skillId)}?dryRun=true`, caller)
    bound.push({ kind, skillId })
  }
  return bound
}

async function connect({ registration, credentials, ready }: DemoIntegration): Promise<void> {
  await ready
  console.log(`POST /integrations\n${JSON.stringify(registration)}`)
  await ask('POST', '/integrations', registration)
  const answer = await ask('POST', `/integrations/${registration.kind}/connect`, { credentials })
  console.log(`\nPOST /integrations/${registration.kind}/connect\n${JSON.stringify(answer)}`)
}

const caller = { params: { caller_phone: '+31612345678' } }

const executePath = (agentId: string, skillId: string): string =>
  `/agents/${agentId}/skills/${skillId}/execute`

async function showCounts(kind: string): Promise<void> {
  console.log(`\nPOST /integrations/${kind}/discover`)
  const found = await ask('POST', `/integrations/${kind}/discover`)
  const counts = ['objectCount', 'fieldCount', 'edgeCount', 'operationCount', 'quarantined']
  console.log(counts.map((name) => `${name} ${String(valueAt(found, 'data', name))}`).join(', '))
  const listed = await ask('GET', `/integrations/${kind}/operations?limit=100`)
  const operations = Object.values(valueAt(listed, 'data') ?? {})
  console.log(operations.map((operation) => textAt(operation, 'name')).join(', '))
}

/** What a language model is given: the same input for every provider. */
async function showContract(agentId: string): Promise<void> {
  const tools = await ask('GET', `/agents/${agentId}/tools?format=mcp`)
  for (const tool of Object.values(valueAt(tools, 'data') ?? {}))
    console.log(
      `${textAt(tool, 'name').padEnd(32)} ${JSON.stringify(valueAt(tool, 'inputSchema', 'properties'))}`,
    )
}

async function answerCaller(kind: string, path: string): Promise<void> {
  const answer = await ask('POST', path, caller)
  const [output, ms] = [valueAt(answer, 'data', 'output'), valueAt(answer, 'data', 'ms')]
  console.log(`${kind.padEnd(9)} ${JSON.stringify(output)}  ${String(ms)} ms`)
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

/** What nobody may see is gone from the catalog, and skills that showed it are refused from the same moment. */
async function blockField(executeUrl: string): Promise<void> {
  title('8. Block a field: it vanishes, and a skill that used it is refused')
  await showFields()
  await call('PATCH', '/integrations/bookings/scoping', { blockedFields: ['customers.email'] })
  await showFields()
  const refusal = await ask('POST', executeUrl, caller).catch((error: unknown) => error)
  if (!(refusal instanceof Error)) throw new Error('A blocked field was still answered with.')
  console.log(refusal.message)
  await ask('PATCH', '/integrations/bookings/scoping', { blockedFields: [] })
}

async function showFields(): Promise<void> {
  const object = await ask('GET', '/integrations/bookings/objects/customers')
  const fields = Object.values(valueAt(object, 'data', 'fields') ?? {})
  const shown = fields.map(
    (field) => `${textAt(field, 'name')} (${String(valueAt(field, 'sensitivityClass'))})`,
  )
  console.log(`customers: ${shown.join(', ')}`)
}

async function writeTicket(agentId: string): Promise<void> {
  title('9. A write: it lands disabled, is enabled knowingly, and waits for a person')
  const skill = await ask('POST', `/agents/${agentId}/integrations/support/bindings`, openTicket)
  const skillId = textAt(skill, 'data', 'id')
  console.log(`enabled after binding: ${String(valueAt(skill, 'data', 'isEnabled'))}`)
  await ask('PATCH', `/agents/${agentId}/skills/${skillId}`, { isEnabled: true, acknowledge: ['write'] })
  await ask('POST', `/agents/${agentId}/publish`, { note: 'Tickets by telephone' })
  const params = { customer_id: 'cus_101', subject: 'Modem hums', message: 'It hums since Monday.' }
  await call('POST', `${executePath(agentId, skillId)}?dryRun=true`, { params })
  const paused = await call('POST', executePath(agentId, skillId), { params })
  console.log(`Tickets written so far: ${providers.supportDesk.writes()}`)
  const done = await call('POST', `/confirmations/${textAt(paused, 'data', 'confirmationId')}/approve`)
  console.log(`Tickets written so far: ${providers.supportDesk.writes()}`)

  title('10. The record of it, redacted')
  await call('GET', `/executions/${textAt(done, 'data', 'executionId')}`)
}

function title(text: string): void {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`)
}

// Last, because it uses everything above.
try {
  await walk()
} finally {
  await server.close()
  await providers.close()
  rmSync(directory, { recursive: true, force: true })
}
