import { type AnyBinding, type Issue, parseBinding, PlatformError } from '@bindery/model'
import {
  type ConfigValues,
  fillPreset,
  mergeBindings,
  missingConfig,
  type Pack,
  type Preset,
  PresetBinding,
} from '@bindery/packs'
import {
  insertPackSkill,
  type IntegrationRow,
  listPackSkills,
  lockAgent,
  type PackSkillRow,
  type SkillRow,
  type Transaction,
  updatePackSkill,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import type { Needs } from '../kernel/needs.ts'
import { type AuthoredSkill, createFromBinding, rewriteFromBinding } from '../skills/author-skill.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { requireConnectedPack } from '../integrations/find-pack.ts'
import { checkConfig, choosePresets, type PresetChoice } from './preset-choice.ts'

export interface InstallRequest {
  readonly agentId: string
  readonly kind: string
  readonly choice: PresetChoice
  /** Member of the body that names presets, for messages. */
  readonly member: 'presets' | 'actions'
  readonly config: ConfigValues
  readonly origin: 'pack' | 'action'
}

/** What became of one preset. */
export type InstalledPreset =
  | {
      readonly status: 'created' | 'updated' | 'kept'
      readonly preset: Preset
      readonly skill: SkillRow
      readonly warnings: readonly Issue[]
    }
  | {
      readonly status: 'skipped'
      readonly preset: Preset
      readonly reason: string
      readonly issues: readonly Issue[]
    }

export interface InstallScene {
  readonly services: Needs<'store'>
  readonly transaction: Transaction
  readonly principal: Principal
  readonly pack: Pack
  readonly integration: IntegrationRow
  readonly agentId: SkillRow['agentId']
}

/**
 * Gives an agent the presets of a pack, each once however often it is asked. Reads are enabled, writes never are, and
 * what lacks config is a disabled draft. A preset that this account's catalog does not support is skipped and says why.
 * Throws `pack_not_found`, `integration_not_connected`, `schema_not_discovered`.
 */
export async function installPresets(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  request: InstallRequest,
): Promise<readonly InstalledPreset[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const scene = await openScene(services, transaction, { principal, ...request })
    checkConfig(scene.pack, request.config)
    const presets = choosePresets(scene.pack, request.choice, request.member)
    const installed: InstalledPreset[] = []
    for (const preset of presets) installed.push(await installPreset(scene, preset, request))
    return installed
  })
}

/** Who installs what where. Holds the agent, so that two installations do not race for the same names. */
export async function openScene(
  services: Needs<'packs' | 'store'>,
  transaction: Transaction,
  place: { readonly principal: Principal; readonly agentId: string; readonly kind: string },
): Promise<InstallScene> {
  const agent = await requireAgent(transaction, place.agentId)
  await lockAgent(transaction, agent.id)
  const { pack, integration } = await requireConnectedPack(transaction, services.packs, place.kind)
  await requireCatalog(transaction, integration)
  return { services, transaction, principal: place.principal, pack, integration, agentId: agent.id }
}

/** What the agent has of this pack, by preset. */
export async function listInstalled(scene: InstallScene): Promise<ReadonlyMap<string, PackSkillRow>> {
  const { transaction, agentId, integration, pack } = scene
  const rows = await listPackSkills(transaction, { agentId, integrationId: integration.id })
  return new Map(rows.filter((row) => row.pack === pack.id).map((row) => [row.preset, row]))
}

async function installPreset(
  scene: InstallScene,
  preset: Preset,
  request: InstallRequest,
): Promise<InstalledPreset> {
  const known = (await listInstalled(scene)).get(preset.slug)
  if (known === undefined) return createPreset(scene, preset, request)
  const change = { known, config: { ...known.config, ...request.config } }
  return orSkip(preset, () => refillPreset(scene, preset, change))
}

async function createPreset(
  scene: InstallScene,
  preset: Preset,
  { config, origin }: InstallRequest,
): Promise<InstalledPreset> {
  const { services, transaction, principal, pack, integration, agentId } = scene
  const filled = fillPreset(preset.binding, { integration: integration.kind, config })
  const isReady = preset.effect === 'read' && missingConfig(filled).length === 0
  const binding = { ...filled, enabled: isReady }
  const longer = { ...binding, toolName: `${binding.toolName} in ${integration.name}`.slice(0, 120) }
  return orSkip(preset, async () => {
    const create = (named: AnyBinding) =>
      createFromBinding(services, transaction, {
        principal,
        place: { agentId, kind: integration.kind, binding: named },
        origin,
      })
    const { row, warnings } = (await unlessTaken(() => create(binding))) ?? (await create(longer))
    await insertPackSkill(transaction, {
      organizationId: principal.organizationId,
      skillId: row.id,
      agentId,
      integrationId: integration.id,
      pack: pack.id,
      version: pack.manifest.version,
      preset: preset.slug,
      base: preset.binding,
      config: usedConfig(preset.binding, config),
    })
    return { status: 'created', preset, skill: row, warnings }
  })
}

/** Undefined when the agent has a skill of that name: packs speak of the same things, often under the same name. */
async function unlessTaken(create: () => Promise<AuthoredSkill>): Promise<AuthoredSkill | undefined> {
  try {
    return await create()
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'duplicate_name') return undefined
    throw error
  }
}

/** Fills in config that came later, around what the operator edited meanwhile. */
async function refillPreset(
  scene: InstallScene,
  preset: Preset,
  { known, config }: { readonly known: PackSkillRow; readonly config: ConfigValues },
): Promise<InstalledPreset> {
  const { services, transaction, principal, agentId, integration } = scene
  const skill = await requireSkill(transaction, agentId, known.skillId)
  const base = PresetBinding.parse(known.base)
  const used = usedConfig(base, config)
  if (JSON.stringify(used) === JSON.stringify(usedConfig(base, known.config))) {
    return { status: 'kept', preset, skill, warnings: [] }
  }
  const fill = (values: ConfigValues) => fillPreset(base, { integration: integration.kind, config: values })
  const ours = parseBinding(skill.binding)
  const merged = mergeBindings({ base: fill(known.config), ours, theirs: fill(used) })
  const isReady = preset.effect === 'read' && missingConfig(merged.binding).length === 0
  const enabled = skill.isEnabled || (skill.status === 'draft' && isReady)
  const binding = { ...merged.binding, enabled }
  const { row, warnings } = await rewriteFromBinding(services, transaction, { principal, skill, binding })
  await updatePackSkill(transaction, row.id, { version: known.version, base, config: used })
  return { status: 'updated', preset, skill: row, warnings }
}

/** The values that a binding asks for, in a steady order. */
export function usedConfig(binding: PresetBinding, config: ConfigValues): ConfigValues {
  return Object.fromEntries(
    missingConfig(binding).flatMap((name) => {
      const value = Object.hasOwn(config, name) ? config[name] : undefined
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Nothing of a preset that cannot be had is stored; why is part of the answer. */
async function orSkip(preset: Preset, work: () => Promise<InstalledPreset>): Promise<InstalledPreset> {
  try {
    return await work()
  } catch (error) {
    const isFinding =
      error instanceof PlatformError && (error.code === 'binding_invalid' || error.code === 'duplicate_name')
    if (!isFinding) throw error
    return { status: 'skipped', preset, reason: error.message, issues: issuesOf(error) }
  }
}

function issuesOf(error: PlatformError): readonly Issue[] {
  const own: Issue = { code: error.code, severity: 'error', path: [], message: error.message }
  return error.details.issues ?? [own]
}
