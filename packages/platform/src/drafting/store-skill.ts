import { type AnyBinding, PlatformError } from '@bindery/model'
import { findSkill } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { type AuthoredSkill, createSkill, reauthorSkill } from '../skills/author-skill.ts'

/** The skill of a draft, and the binding under the name that was free. */
export interface StoredSkill {
  readonly skill: AuthoredSkill
  readonly binding: AnyBinding
  readonly isNew: boolean
}

export interface SkillOfDraft {
  readonly agentId: string
  readonly kind: string
  readonly binding: AnyBinding
  /** The skill of the draft that is refined. */
  readonly earlier: string | undefined
}

const mostNames = 50

/**
 * Makes the skill of a draft under a name that is free: the caller did not choose the name, and drafts of one operation
 * share it. A refinement rewrites the skill of the draft that it refines, unless somebody enabled, took over or deleted it.
 */
export async function storeSkill(
  services: Needs<'store'>,
  principal: Principal,
  { earlier, ...place }: SkillOfDraft,
): Promise<StoredSkill> {
  const skillId =
    earlier === undefined ? undefined : await findRewritable(services, principal, { ...place, earlier })
  for (let at = 1; ; at++) {
    const { toolName } = place.binding
    const binding =
      at === 1 ? place.binding : { ...place.binding, toolName: `${toolName.slice(0, 110)} ${at}` }
    try {
      const skill =
        skillId === undefined
          ? await createSkill(services, principal, { ...place, binding, origin: 'auto' })
          : await reauthorSkill(services, principal, { ...place, binding, skillId, ifMatch: undefined })
      return { skill, binding, isNew: skillId === undefined }
    } catch (error) {
      const isTaken = error instanceof PlatformError && error.code === 'duplicate_name'
      if (!isTaken || at === mostNames) throw error
    }
  }
}

async function findRewritable(
  services: Needs<'store'>,
  { organizationId }: Principal,
  { agentId, kind, earlier }: { readonly agentId: string; readonly kind: string; readonly earlier: string },
): Promise<string | undefined> {
  const row = await services.store.run(organizationId, (transaction) =>
    findSkill(transaction, agentId, earlier),
  )
  const isOurs = row?.origin === 'auto' && row.kind === kind && !row.isEnabled
  return isOurs ? row.id : undefined
}
