import type { Asked } from '../agents/enable-write.tsx'

/** A skill that is saved, as far as its editor asks about it. */
export interface SavedSkill<Body> extends Asked {
  readonly agentId: string
  readonly revision: number
  readonly status: string
  readonly isEnabled: boolean
  /** What live calls were compiled from; null for none. */
  readonly published: { readonly version: number; readonly binding: Body } | null
}
