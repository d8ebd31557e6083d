import { AnyBinding } from '@bindery/model'
import { findVersionContents, type Transaction } from '@bindery/store'
import { Contents } from '../skills/manifest.ts'

/** Bindings that versions kept, each version read once. */
export class VersionBindings {
  readonly #known = new Map<string, ReadonlyMap<string, AnyBinding>>()

  /** Undefined for a version of before bindings were kept with it. */
  async of(
    transaction: Transaction,
    { versionId, skillId }: { readonly versionId: string; readonly skillId: string },
  ): Promise<AnyBinding | undefined> {
    const known = this.#known.get(versionId) ?? (await read(transaction, versionId))
    this.#known.set(versionId, known)
    return known.get(skillId)
  }
}

async function read(transaction: Transaction, versionId: string): Promise<ReadonlyMap<string, AnyBinding>> {
  const { skills } = Contents.parse((await findVersionContents(transaction, versionId)) ?? { skills: [] })
  return new Map(
    skills.flatMap(({ skillId, binding }) => {
      const parsed = AnyBinding.safeParse(binding)
      return parsed.success ? [[skillId, parsed.data] as const] : []
    }),
  )
}
