import { Binding, type BindingInputDocument } from '@bindery/model'
import type { SettledBinding, Compiles } from '../draft/settle-binding.ts'
import { applyPart, type PartScene } from './apply-part.ts'
import { partLine, type SaidPart } from './part.ts'

/** A settled draft with what the goal settles once and for all. */
export interface PartedBinding extends SettledBinding {
  readonly parts: readonly SaidPart[]
  /** Parts that the draft cannot have, each with why. */
  readonly lost: readonly LostPart[]
}

export interface LostPart {
  readonly part: SaidPart
  readonly reason: string
}

/** Writes parts into a settled draft one by one, and keeps those with which it compiles no worse than before. */
export function fitParts(
  settled: SettledBinding,
  parts: readonly SaidPart[],
  { compiles, ...scene }: Omit<PartScene, 'replaceable'> & { readonly compiles: Compiles },
): PartedBinding {
  const kept: SaidPart[] = []
  const lost: LostPart[] = []
  let { binding, issues } = settled
  const replaceable = new Set([...settled.added, ...proposedIn(scene)])
  for (const together of byPhrase(parts)) {
    const written = together.reduce<Binding | undefined>(
      (before, { part }) => before && parsed(applyPart(before, part, { ...scene, replaceable })),
      binding,
    )
    const errors = written && compiles(written).filter(({ severity }) => severity === 'error')
    if (written === undefined || errors === undefined || errors.length > issues.length) {
      const [refusal] = errors ?? []
      lost.push(...together.map((part) => ({ part, reason: refusal?.message ?? noRoom(part) })))
      continue
    }
    binding = written
    issues = errors
    kept.push(...together)
  }
  return { ...settled, binding, issues, parts: kept, lost }
}

/** Parts that stand or fall together, in their order. */
function byPhrase(parts: readonly SaidPart[]): readonly (readonly SaidPart[])[] {
  const groups: SaidPart[][] = []
  for (const said of parts) {
    const last = groups.at(-1)
    const isSame = said.phrase !== undefined && last?.[0]?.phrase === said.phrase
    if (isSame) last?.push(said)
    else groups.push([said])
  }
  return groups
}

function parsed(document: BindingInputDocument | undefined): Binding | undefined {
  const { data } = Binding.safeParse(document)
  return data
}

const proposedIn = ({ parameters }: Pick<PartScene, 'parameters'>): readonly string[] =>
  parameters.assigned.filter(({ isProposed }) => isProposed === true).map(({ name }) => name)

function noRoom({ part }: SaidPart): string {
  const { name, place } = partLine(part)
  return `The draft has no place for "${place}" ${name} beside what else it does.`
}
