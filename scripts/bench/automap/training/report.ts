import { wordings } from '../goals.ts'
import type { ChoiceModel, Example } from './examples.ts'
import { dot, rankOfGold } from './fit-listwise.ts'
import { sigmoid } from './fit-logistic.ts'

export interface Model extends ChoiceModel {
  readonly confidence: readonly number[]
}

export interface Scored {
  readonly example: Example
  readonly model: Model
}

/** How many of the likeliest operations the choice is between. */
export const shortlistLength = 12

const namings = ['given', 'withheld'] as const

/** Prints how often the right operation is among the first by the ranker, and by the choice after it. */
export function reportRanks(all: readonly Scored[]): void {
  for (const [wording, names] of wordings.flatMap((wording) =>
    namings.map((names) => [wording, names] as const),
  )) {
    const own = all.filter(
      ({ example }) => example.wording === wording && example.names === names && example.kind === 'served',
    )
    const ranked = own.map(({ example, model }) => rankOfGold(example, model.ranker))
    const chosen = own.map(({ example, model }) =>
      rankOfGold(example.shortlist(model.ranker, shortlistLength), model.choice),
    )
    const figures = [1, 3, 10].map((most) => `@${most} ${shareWithin(ranked, most)}`).join('  ')
    console.log(
      `  ${wording.padEnd(13)}names ${names.padEnd(9)}n=${own.length}  ranked ${figures}  chosen @1 ${shareWithin(chosen, 1)} @3 ${shareWithin(chosen, 3)}`,
    )
  }
}

/** Prints, by how sure the choice was, how many choices there were and how many were right. */
export function reportCertainty(all: readonly Scored[]): void {
  for (const names of namings)
    reportNaming(
      names,
      all.filter(({ example }) => example.names === names),
    )
}

function reportNaming(names: Example['names'], all: readonly Scored[]): void {
  console.log(`  how sure with names ${names}`)
  const bounds = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
  const cases = all.flatMap(({ example, model }) => {
    const certainty = example.certainty(model, shortlistLength)
    if (certainty === undefined) return []
    return [
      {
        kind: example.kind,
        isRight: certainty.isRight,
        sure: sigmoid(dot(certainty.features, model.confidence)),
      },
    ]
  })
  for (const from of bounds) {
    const within = cases.filter(({ sure }) => sure >= from && sure < from + 0.1)
    const served = within.filter(({ kind }) => kind === 'served')
    const right = served.filter(({ isRight }) => isRight).length
    const count = (kind: Example['kind']): number => within.filter((entry) => entry.kind === kind).length
    console.log(
      `    ${from.toFixed(1)}: ${right} right of ${served.length} served, ${count('unserved')} unserved, ${count('elsewhere')} put elsewhere`,
    )
  }
}

function shareWithin(ranks: readonly number[], most: number): string {
  return `${((100 * ranks.filter((rank) => rank <= most).length) / Math.max(1, ranks.length)).toFixed(1)} %`
}
