import { parseBinding, type SkillId } from '@bindery/model'
import {
  type AgentRow,
  findActionLink,
  insertActionLink,
  insertPackSkill,
  insertSkill,
  type IntegrationRow,
  listPackSkills,
  lockSharedActions,
  restoreSkill,
  rewriteActionLink,
  type SharedActionRow,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { linkOf } from '../integrations/action-link.ts'
import { operationOf } from '../integrations/actions-document.ts'
import { bindingOf } from '../actions/binding-of.ts'
import { definitionOf } from '../integrations/shared-action.ts'
import { storeActionsCatalog } from '../integrations/store-actions-catalog.ts'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { rewriteFromBinding } from '../skills/author-skill.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import type { Content, ManifestEntry } from '../skills/manifest.ts'

/** A skill of a version with everything that it takes to bring it back. */
export interface Restorable {
  readonly entry: ManifestEntry
  readonly content: Content
  /** The draft of the skill, unless it was deleted. */
  readonly row: SkillRow | undefined
  readonly integration: IntegrationRow
  readonly skillId: SkillId
  /** Slugs of the other integrations that it calls. */
  readonly stepIntegrations: readonly string[]
  readonly isWrite: boolean
  /** Live calls run these very bytes. */
  readonly isLive: boolean
  /** The shared action that it was compiled from, as it is now. */
  readonly action: SharedActionRow | undefined
}

export interface SharedChange {
  readonly actionId: string
  readonly slug: string
  readonly functionName: string
  readonly pinnedRevision: number
  readonly currentRevision: number
}

export interface RestoredOutcome {
  readonly outcome: 'rewritten' | 'recreated'
  readonly sharedChanged: readonly SharedChange[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

export interface SkillRestoration {
  readonly principal: Principal
  readonly agent: AgentRow
  readonly part: Restorable
}

/**
 * Gives one skill of the draft the bytes that a version holds. A skill of a shared action that was edited since is compiled
 * from the action as it is now, as every other draft of that action is. Throws `binding_invalid` when that fails.
 */
export async function restoreSkillOf(
  services: Needs<'store'>,
  transaction: Transaction,
  restoration: SkillRestoration,
): Promise<RestoredOutcome> {
  const { entry, content, row, action } = restoration.part
  const warnings = await writeRow(transaction, restoration)
  if (action !== undefined && content.link !== undefined) {
    await restoreLink(transaction, restoration, { action, link: content.link })
  }
  const outcome = row === undefined ? 'recreated' : 'rewritten'
  const pinnedRevision = entry.sharedAction?.revision
  if (action === undefined || pinnedRevision === undefined || action.revision === pinnedRevision)
    return { outcome, sharedChanged: [], warnings }
  await compileFromAction(services, transaction, { ...restoration, action })
  const change = {
    actionId: action.id,
    slug: action.slug,
    functionName: entry.functionName,
    pinnedRevision,
    currentRevision: action.revision,
  }
  return { outcome, sharedChanged: [change], warnings }
}

/** A write that comes back in other bytes than the live ones waits to be enabled by a person, as any changed write does. */
async function writeRow(
  transaction: Transaction,
  { agent, part }: SkillRestoration,
): Promise<readonly { readonly code: string; readonly message: string }[]> {
  const { entry, content, row, integration, skillId, stepIntegrations } = part
  const { functionName, skillHash } = entry
  const staysEnabled = row?.isEnabled === true && (part.isLive || !part.isWrite)
  const isEnabled = staysEnabled ? 'enabled' : 'disabled'
  if (row === undefined) {
    await insertSkill(transaction, {
      organizationId: agent.organizationId,
      id: skillId,
      agentId: agent.id,
      integrationId: integration.id,
      stepIntegrations,
      functionName,
      origin: content.origin,
      isEnabled,
      binding: content.binding,
      skillHash,
    })
    await restorePreset(transaction, { agent, part })
  } else {
    await restoreSkill(transaction, skillId, {
      integrationId: integration.id,
      stepIntegrations,
      functionName,
      isEnabled,
      binding: content.binding,
      skillHash,
    })
  }
  if (staysEnabled || row?.isEnabled === false) return []
  const message = `"${functionName}" was restored disabled. Enable it with PATCH .../skills/${skillId}.`
  return [{ code: 'restored_disabled', message }]
}

/** A skill that came from a pack is the pack's again, unless the preset was installed anew meanwhile. */
async function restorePreset(
  transaction: Transaction,
  { agent, part }: Pick<SkillRestoration, 'agent' | 'part'>,
): Promise<void> {
  const { preset } = part.content
  const place = { agentId: agent.id, integrationId: part.integration.id }
  if (preset === undefined) return
  const installed = await listPackSkills(transaction, place)
  if (installed.some((row) => row.pack === preset.pack && row.preset === preset.preset)) return
  await insertPackSkill(transaction, {
    organizationId: agent.organizationId,
    skillId: part.skillId,
    ...place,
    ...preset,
  })
}

interface LinkRestoration {
  readonly action: SharedActionRow
  readonly link: NonNullable<Content['link']>
}

async function restoreLink(
  transaction: Transaction,
  { agent, part }: SkillRestoration,
  { action, link }: LinkRestoration,
): Promise<void> {
  await lockSharedActions(transaction, part.integration.id)
  const { id, definition } = link
  if ((await findActionLink(transaction, agent.id, id)) === undefined) {
    await insertActionLink(transaction, {
      organizationId: agent.organizationId,
      id,
      actionId: action.id,
      skillId: part.skillId,
      definition,
    })
  } else await rewriteActionLink(transaction, id, definition)
  await storeActionsCatalog(transaction, part.integration)
}

async function compileFromAction(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, agent, part, action }: SkillRestoration & { readonly action: SharedActionRow },
): Promise<void> {
  const { link, binding } = part.content
  const skill = await requireSkill(transaction, agent.id, part.skillId)
  await rewriteFromBinding(services, transaction, {
    principal,
    skill,
    binding:
      link === undefined
        ? parseBinding(binding)
        : bindingOf(
            operationOf(action.slug, { id: link.id, definition: link.definition }),
            definitionOf(action),
            linkOf(link),
          ),
    enabling: 'kept',
  })
}
