import type { Json, JsonObject } from '@bindery/model'
import { Exchanges, readPackFixture } from '@bindery/packs'
import { z } from 'zod'
import { must } from './clinic-server.ts'
import { runVerified } from './run-verified.ts'
import type { TestServer } from './test-server.ts'

/** A file of a pack that must be there. */
export function packFixture(pack: string, name: string): string {
  const text = readPackFixture(pack, name)
  if (text === undefined) throw new Error(`The pack "${pack}" has no fixtures/${name}.`)
  return text
}

export const exchangesOf = (pack: string): Exchanges =>
  Exchanges.parse(JSON.parse(packFixture(pack, 'exchanges.json')))

const Installed = z.array(
  z.object({
    preset: z.string(),
    created: z.boolean(),
    skill: z
      .object({ id: z.string(), effect: z.string(), isEnabled: z.boolean(), status: z.string() })
      .nullable(),
    skipped: z.object({ reason: z.string() }).optional(),
  }),
)

export interface PackPlace {
  readonly agentId: string
  readonly kind: string
}

/** What an installation answers, by preset. */
export async function installPack(server: TestServer, place: PackPlace, body: JsonObject = {}) {
  const path = `/agents/${place.agentId}/integrations/${place.kind}/pack/install`
  return Installed.parse((await must(server.api('POST', path, { body }))).data)
}

/** Installs a whole pack, switches everything on and publishes; gives the skills by preset. */
export async function goLive(
  server: TestServer,
  place: PackPlace,
  config: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  const installed = await installPack(server, place, { config })
  const skipped = installed.flatMap(({ preset, skipped: why }) =>
    why === undefined ? [] : [`${preset}: ${why.reason}`],
  )
  if (skipped.length > 0) throw new Error(`Not every preset could be installed. ${skipped.join(' ')}`)
  const skills = installed.flatMap(({ preset, skill }): [string, string][] =>
    skill === null ? [] : [[preset, skill.id]],
  )
  const body = { skillIds: skills.map(([, id]) => id), acknowledge: ['write', 'optional_identity'] }
  await must(server.api('POST', `/agents/${place.agentId}/actions/enable`, { body }))
  await must(server.api('POST', `/agents/${place.agentId}/publish`))
  return new Map(skills)
}

/** One call to its end: from a verified caller, approved where a person is asked. Throws what the skill ended with. */
export async function callVerified(
  server: TestServer,
  of: { readonly agentId: string; readonly skillId: string; readonly params: JsonObject },
): Promise<Json> {
  const result = await runVerified(server, of)
  if (result.status === 'succeeded') return result.output
  if (result.status !== 'confirmation_required') throw new Error(`The call ended: ${JSON.stringify(result)}`)
  const approved = await must(server.api('POST', `/confirmations/${result.confirmationId}/approve`))
  return z.object({ output: z.json() }).parse(approved.data).output
}

const Skills = z.array(
  z.object({
    id: z.string(),
    functionName: z.string(),
    integration: z.string(),
    origin: z.string(),
    status: z.string(),
    isWrite: z.boolean(),
    isEnabled: z.boolean(),
    compiledHash: z.string(),
  }),
)

/** Every skill of an agent, page by page. */
export async function listSkills({ api }: TestServer, agent: string): Promise<z.output<typeof Skills>> {
  const found: z.output<typeof Skills> = []
  for (let cursor = ''; ; ) {
    const { data, body } = await must(api('GET', `/agents/${agent}/skills?limit=100${cursor}`))
    found.push(...Skills.parse(data))
    const { nextCursor } = z.object({ nextCursor: z.string().nullable() }).parse(body['meta'])
    if (nextCursor === null) return found
    cursor = `&cursor=${nextCursor}`
  }
}
