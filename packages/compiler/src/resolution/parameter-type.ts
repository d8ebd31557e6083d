import { canonicalParameters, scalarType, type TypeRef } from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { checkTransform } from './check-transform.ts'
import type { ResolvedEntry } from './resolved-entry.ts'
import { fitsType } from './type-fit.ts'

/**
 * What the agent must give for a parameter: the type of the place that takes it as it is, the narrowest when there are
 * several, and a text that it is only a part of is none; else the type of the canonical name; else the place's own type if the transform accepts it; else text.
 */
export function typeOfParameter(name: string, all: readonly ResolvedEntry[], view: CatalogView): TypeRef {
  const uses = all.filter(({ entry }) => entry.source.from !== 'template')
  const direct = uses.flatMap(({ entry, resolution }) =>
    entry.transform === undefined && resolution.status === 'found' ? [resolution.target.type] : [],
  )
  const narrowest = direct.find((type) => type.kind === 'enum') ?? direct[0]
  if (narrowest !== undefined) return narrowest
  const canonical = canonicalParameters.find((parameter) => parameter.name === name)
  if (canonical !== undefined) return scalarType(canonical.scalar)
  return (
    uses.map((use) => typeBehindTransform(use, view)).find((type) => type !== undefined) ??
    scalarType('string')
  )
}

function typeBehindTransform({ entry, resolution }: ResolvedEntry, view: CatalogView): TypeRef | undefined {
  if (entry.transform === undefined || resolution.status !== 'found') return undefined
  const { type } = resolution.target
  const check = checkTransform(entry.transform, { type, nullable: false }, view)
  return check.status === 'typed' && fitsType(check.typing.type, type) ? type : undefined
}
