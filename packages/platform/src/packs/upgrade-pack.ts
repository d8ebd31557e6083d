import {
  type AnyBinding,
  canonicalJson,
  type Issue,
  parseBinding,
  type Result,
  success,
} from '@bindery/model'
import {
  type BindingMerge,
  compareVersions,
  type ConfigValues,
  fillPreset,
  mergeBindings,
  type MergeConflict,
  missingConfig,
  type Preset,
  PresetBinding,
} from '@bindery/packs'
import { listSkills, type PackSkillRow, type SkillRow, updatePackSkill } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { rewriteFromBinding } from '../skills/author-skill.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import { compileAuthored } from '../skills/compile-binding.ts'
import { type InstallScene, listInstalled, openScene, usedConfig } from './install-presets.ts'
import { checkConfig, choosePresets } from './preset-choice.ts'

export interface UpgradeRequest {
  readonly agentId: string
  readonly kind: string
  /** Slugs; all that are installed when absent. */
  readonly presets: readonly string[] | undefined
  readonly config: ConfigValues
  /** `preview` stores nothing. */
  readonly mode: 'preview' | 'apply'
}

/**
 * What the present version of a pack means for one preset: `current` has it already, `unchanged` differs in nothing but
 * the number, `merged` is rewritten, `refused` cannot be compiled as merged and stays as it is, `retired` is no longer in
 * the pack and stays, `available` is new in the pack and not installed.
 */
export interface PresetUpgrade {
  readonly preset: string
  readonly status: 'current' | 'unchanged' | 'merged' | 'refused' | 'retired' | 'available'
  readonly from: string | undefined
  readonly skill: SkillRow | undefined
  /** The binding after the upgrade. */
  readonly binding: AnyBinding | undefined
  readonly conflicts: readonly MergeConflict[]
  readonly issues: readonly Issue[]
}

export interface PackUpgrade {
  readonly pack: string
  readonly version: string
  readonly presets: readonly PresetUpgrade[]
}

/**
 * Brings what an agent has of a pack to the pack's present version, around the edits of operators: what both changed stays
 * theirs and is listed. Reads stay as enabled as they were; a write that changes is disabled again. Published versions
 * do not change.
 */
export async function upgradePack(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  request: UpgradeRequest,
): Promise<PackUpgrade> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const scene = await openScene(services, transaction, { principal, ...request })
    checkConfig(scene.pack, request.config)
    const installed = await listInstalled(scene)
    const wanted = wantedSlugs(scene, installed, request)
    const presets: PresetUpgrade[] = []
    for (const slug of wanted) presets.push(await upgradePreset(scene, slug, { installed, request }))
    return { pack: scene.pack.id, version: scene.pack.manifest.version, presets }
  })
}

/** What is installed and, when nobody says which, what could be. */
function wantedSlugs(
  { pack }: InstallScene,
  installed: ReadonlyMap<string, PackSkillRow>,
  { presets }: UpgradeRequest,
): readonly string[] {
  if (presets === undefined) {
    return [...new Set([...installed.keys(), ...pack.presets.map(({ slug }) => slug)])]
  }
  const known = presets.filter((slug) => installed.has(slug))
  choosePresets(
    pack,
    presets.filter((slug) => !installed.has(slug)),
    'presets',
  )
  return known
}

interface Upgrading {
  readonly installed: ReadonlyMap<string, PackSkillRow>
  readonly request: UpgradeRequest
}

async function upgradePreset(
  scene: InstallScene,
  slug: string,
  { installed, request }: Upgrading,
): Promise<PresetUpgrade> {
  const known = installed.get(slug)
  const preset = scene.pack.presets.find((candidate) => candidate.slug === slug)
  const nothing = { preset: slug, from: known?.version, binding: undefined, conflicts: [], issues: [] }
  if (known === undefined) return { ...nothing, status: 'available', skill: undefined }
  const skill = await requireSkill(scene.transaction, scene.agentId, known.skillId)
  if (preset === undefined) return { ...nothing, status: 'retired', skill }
  const isCurrent = compareVersions(known.version, scene.pack.manifest.version) >= 0
  if (isCurrent) return { ...nothing, status: 'current', skill }
  return mergePreset(scene, { known, preset, skill }, request)
}

interface Merging {
  readonly known: PackSkillRow
  readonly preset: Preset
  readonly skill: SkillRow
}

async function mergePreset(
  scene: InstallScene,
  merging: Merging,
  request: UpgradeRequest,
): Promise<PresetUpgrade> {
  const { known, preset, skill } = merging
  const config = usedConfig(preset.binding, { ...known.config, ...request.config })
  const { kind } = scene.integration
  const ours = parseBinding(skill.binding)
  const merge = mergeBindings({
    base: fillPreset(PresetBinding.parse(known.base), { integration: kind, config: known.config }),
    ours,
    theirs: fillPreset(preset.binding, { integration: kind, config }),
  })
  const upgrade = {
    preset: preset.slug,
    from: known.version,
    skill,
    binding: merge.binding,
    conflicts: merge.conflicts,
    issues: [],
  }
  if (canonicalJson(merge.binding) === canonicalJson(ours)) return finish('unchanged', upgrade)
  const settled = await settleName(scene, merge, skill)
  if (!settled.ok) return { ...upgrade, status: 'refused', binding: ours, issues: settled.failure }
  return finish('merged', { ...upgrade, ...settled.value })

  async function finish(status: 'unchanged' | 'merged', found: typeof upgrade): Promise<PresetUpgrade> {
    if (request.mode === 'preview') return { ...found, status }
    const row = status === 'unchanged' ? skill : await rewrite(scene, merging, found.binding)
    const { version } = scene.pack.manifest
    await updatePackSkill(scene.transaction, skill.id, { version, base: preset.binding, config })
    return { ...found, status, skill: row }
  }
}

/** The merge as it compiles; under the operator's name where another skill of the agent has the pack's new one. */
async function settleName(
  { transaction, agentId }: InstallScene,
  merge: BindingMerge,
  skill: SkillRow,
): Promise<Result<BindingMerge, readonly Issue[]>> {
  // Of one that an operator led elsewhere, not the provider of the pack.
  const integration = await requireIntegration(transaction, skill.kind)
  const compiled = await compileAuthored(transaction, integration, merge.binding)
  if (!compiled.ok) return compiled
  const { functionName } = compiled.value.skill
  const rows = await listSkills(transaction, agentId)
  if (!rows.some((row) => row.id !== skill.id && row.functionName === functionName)) return success(merge)
  const { toolName } = parseBinding(skill.binding)
  const conflict = { path: ['toolName'], base: toolName, ours: toolName, theirs: merge.binding.toolName }
  return success({ binding: { ...merge.binding, toolName }, conflicts: [...merge.conflicts, conflict] })
}

async function rewrite(
  { services, transaction, principal }: InstallScene,
  { preset, skill }: Merging,
  binding: AnyBinding,
): Promise<SkillRow> {
  const wasUnfinished = missingConfig(skill.binding).length > 0
  const isFinished = wasUnfinished && missingConfig(binding).length === 0
  const rewriting = isFinished
    ? { principal, skill, binding: { ...binding, enabled: preset.effect === 'read' } }
    : { principal, skill, binding, enabling: 'kept_for_reads' as const }
  return (await rewriteFromBinding(services, transaction, rewriting)).row
}
