import { isJsonObject, type JsonObject, operationNames } from '@bindery/model'
import {
  type AgentRow,
  listLinksOfAgent,
  listPackSkills,
  listSkills,
  skillOrigins,
  type SkillRow,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import { z } from 'zod'
import { toStoredJson } from '../integrations/shared-action.ts'
import { readSkill } from './read-skill.ts'

/** The shared action that a skill was compiled from, as it was then. */
const SharedActionPin = z.object({ actionId: z.string(), slug: z.string(), revision: z.int() })

const ManifestEntry = z.object({
  skillId: z.string(),
  functionName: z.string(),
  integration: z.string(),
  operation: z.string(),
  effect: z.string(),
  skillHash: z.string(),
  sharedAction: SharedActionPin.optional(),
})
export type ManifestEntry = z.output<typeof ManifestEntry>

/** What a version freezes: each skill by the hash of its bytes. Running needs nothing else. */
export const Manifest = z.object({ skills: z.array(ManifestEntry) })
export type Manifest = z.output<typeof Manifest>

export const manifestOf = (version: Pick<VersionRow, 'manifest'>): Manifest =>
  Manifest.parse(version.manifest)

const Content = z.object({
  skillId: z.string(),
  origin: z.enum(skillOrigins),
  integrationId: z.string(),
  binding: z.custom<JsonObject>(isJsonObject),
  link: z.object({ id: z.string(), definition: z.custom<JsonObject>(isJsonObject) }).optional(),
  /** The preset that it was installed from, so that a pack knows it again after it was deleted. */
  preset: z
    .object({
      pack: z.string(),
      version: z.string(),
      preset: z.string(),
      base: z.custom<JsonObject>(isJsonObject),
      config: z.record(z.string(), z.string()),
    })
    .optional(),
})
export type Content = z.output<typeof Content>

/** What bringing a version back into the draft needs beyond its manifest. */
export const Contents = z.object({ skills: z.array(Content) })
export type Contents = z.output<typeof Contents>

/** What an agent would freeze if it were published now. */
export interface Draft {
  readonly manifest: Manifest
  readonly contents: Contents
  /** Every skill, also those that would be left out. */
  readonly rows: readonly SkillRow[]
}

export async function loadDraft(transaction: Transaction, agent: AgentRow): Promise<Draft> {
  const rows = await listSkills(transaction, agent.id)
  const links = new Map(
    (await listLinksOfAgent(transaction, agent.id)).map((link) => [String(link.skillId), link]),
  )
  const frozen = rows.filter((row) => row.status === 'valid')
  const presets = await presetsOf(transaction, agent, frozen)
  const entries = frozen.map((row): ManifestEntry => {
    const skill = readSkill(row.bytes)
    const link = links.get(row.id)
    return {
      skillId: row.id,
      functionName: row.functionName,
      integration: row.kind,
      operation: operationNames(skill),
      effect: skill.effect,
      skillHash: row.skillHash,
      ...(link === undefined
        ? {}
        : { sharedAction: { actionId: link.actionId, slug: link.slug, revision: link.revision } }),
    }
  })
  const contents = frozen.map((row): Content => {
    const link = links.get(row.id)
    const { id: skillId, origin, integrationId, binding } = row
    const preset = presets.get(skillId)
    return {
      skillId,
      origin,
      integrationId,
      binding,
      ...(link === undefined ? {} : { link: { id: link.id, definition: link.definition } }),
      ...(preset === undefined ? {} : { preset }),
    }
  })
  return { manifest: { skills: entries }, contents: { skills: contents }, rows }
}

/** The presets that skills were installed from, by skill. */
async function presetsOf(
  transaction: Transaction,
  agent: AgentRow,
  rows: readonly SkillRow[],
): Promise<ReadonlyMap<string, NonNullable<Content['preset']>>> {
  const found = new Map<string, NonNullable<Content['preset']>>()
  for (const integrationId of new Set(rows.map((row) => row.integrationId)))
    for (const row of await listPackSkills(transaction, { agentId: agent.id, integrationId })) {
      const { pack, version, preset, base, config } = row
      found.set(row.skillId, { pack, version, preset, base, config })
    }
  return found
}

/** A manifest or contents as JSON, without members that are not set. */
export const toStored = (value: Manifest | Contents): JsonObject => toStoredJson(value)
