import type { PartialList } from '@bindery/model'
import type { InnerPart } from './reading/inner-rows.ts'
import type { ReadPart } from './reading/not-certain.ts'
import type { OutputWarnings } from './output-warnings.ts'

/** What an output took of a list. */
export interface TakenRows {
  readonly leaf: string
  /** Names that lead to it in the answer; undefined for a list within rows, of which the provider says nothing. */
  readonly list: readonly string[] | undefined
  /** Items that the answer held. */
  readonly sent: number
  /** Items that the output shows. */
  readonly shown: number
  /** How much of a list within a row was read, where it was tested or sorted and is not all. */
  readonly part?: InnerPart | undefined
}

/** Says of every list of an answer that an output does not show whole, in one form for every provider. */
export class RowWarnings {
  readonly #warnings: OutputWarnings
  readonly #partial: readonly PartialList[]
  readonly #told = new Set<PartialList>()

  readonly #part: ReadPart | undefined

  constructor(
    warnings: OutputWarnings,
    {
      partial = [],
      part,
    }: { readonly partial?: readonly PartialList[] | undefined; readonly part?: ReadPart | undefined } = {},
  ) {
    this.#warnings = warnings
    this.#partial = partial
    this.#part = part
  }

  tell({ leaf, list, sent, shown, part }: TakenRows): void {
    const known = list === undefined ? undefined : this.#partial.find(({ path }) => isSame(path, list))
    if (known !== undefined) this.#told.add(known)
    if (known === undefined && part === undefined && shown >= sent) return
    // What was tested or sorted is that of the rows that were read, and not of all.
    const read = part?.read ?? (this.#isOfPart(list) ? (this.#part?.read ?? sent) : undefined)
    const of = read === undefined ? '' : ` of the first ${read} that were read`
    // How many the provider has in all is not how many of them fit.
    const more = part === undefined ? known : { more: part.more }
    this.#warnings.add(`${partialRows(leaf, shown)}${of}; ${rest({ known: more, sent, shown })}.`)
  }

  #isOfPart(list: readonly string[] | undefined): boolean {
    return list !== undefined && this.#part !== undefined && isSame(this.#part.list, list)
  }

  /** Outputs that pick items of a list say nothing of it, so it is said once for the answer. */
  tellRest(): void {
    for (const list of this.#partial) {
      if (list.more === 'certain' && !this.#told.has(list))
        this.#warnings.add('rows_truncated: The provider has more rows than the skill asks for.')
    }
  }
}

/** The start of every such warning. */
export const partialRows = (leaf: string, shown: number): string =>
  `rows_truncated: "${leaf}" holds ${shown} rows`

function rest({
  known,
  sent,
  shown,
}: {
  readonly known: Pick<PartialList, 'more' | 'total'> | undefined
  readonly sent: number
  readonly shown: number
}): string {
  if (known?.total !== undefined && known.total > shown) return `the provider has ${known.total}`
  return known?.more === 'certain' || shown < sent ? 'the provider has more' : 'the provider may have more'
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at])
