import { canonicalParameters, type SchemaCatalog } from '@bindery/model'
import { nameTerms } from '../assignment/name-fit.ts'
import { thingOf } from '../lookup/catalog-keys.ts'
import { isIdTerm } from '../words/id-words.ts'
import { kindOfType, type Meaning, type ValueKind } from './meaning.ts'

/** What a catalog and the shared vocabulary say that names mean. */
export interface NameMeanings {
  /** Undefined where nothing says it, and where fields of one name are of different kinds. */
  readonly of: (terms: readonly string[]) => Meaning | undefined
}

const found = new WeakMap<SchemaCatalog, NameMeanings>()

/** Made once per catalog. */
export function nameMeanings(catalog: SchemaCatalog): NameMeanings {
  const known = found.get(catalog)
  if (known !== undefined) return known
  const kinds = kindsByName(catalog)
  const things = new Set(catalog.objects.map((object) => nameTerms(thingOf(object)).join('_')))
  const made: NameMeanings = { of: (terms) => meaningOf(terms, { kinds, things }) }
  found.set(catalog, made)
  return made
}

interface Vocabulary {
  /** By the stemmed words of a field's name; undefined where fields differ. */
  readonly kinds: ReadonlyMap<string, ValueKind | undefined>
  /** Stemmed names of the objects. */
  readonly things: ReadonlySet<string>
}

/**
 * `patient_id` is the key of a patient where the catalog knows patients; `new_phone` is what fields called `phone` are, by the
 * longest end of the name that is a field's; text only where what stands before it is a record (`patient_name`). What only says that something is numbered (`phone_number`) is read last.
 */
function meaningOf(terms: readonly string[], { kinds, things }: Vocabulary): Meaning | undefined {
  const nouns = terms.filter((term) => !isIdTerm(term))
  const isId = nouns.length < terms.length
  // `team` may be the key of a team, its name or all of it.
  if (!isId && things.has(nouns.join('_'))) return undefined
  for (let from = 0; from < nouns.length; from++) {
    const tail = nouns.slice(from).join('_')
    if (isId && things.has(tail)) return { kind: 'key', of: [tail] }
    const kind = kinds.get(tail)
    if (kind === 'text' && from > 0 && !things.has(nouns.slice(0, from).join('_'))) return undefined
    if (kind !== undefined) return { kind, of: [] }
    if (kinds.has(tail)) return undefined
  }
  return isId ? { kind: 'key', of: [] } : undefined
}

/** The kinds of all fields that are single values, and of the vocabulary that agents share. */
function kindsByName({ objects }: SchemaCatalog): Vocabulary['kinds'] {
  const kinds = new Map<string, ValueKind | undefined>()
  const add = (terms: readonly string[], kind: ValueKind): void => {
    if (terms.length === 0 || terms.some(isIdTerm)) return
    const name = terms.join('_')
    const isOther = kinds.has(name) && kinds.get(name) !== kind
    kinds.set(name, isOther ? undefined : kind)
  }
  const shared = new Set<string>()
  for (const { name, scalar } of canonicalParameters) {
    const terms = nameTerms(name)
    // A whole number of the vocabulary counts something (`quantity`); one of a provider may as well be a key or a moment.
    const kind = kindOfType({ kind: 'scalar', scalar }) ?? (scalar === 'integer' ? 'amount' : 'text')
    add(terms, kind)
    add(terms.slice(-1), kind)
    shared.add(terms.join('_')).add(terms.at(-1) ?? '')
  }
  for (const { fields } of objects)
    for (const { name, type } of fields) {
      const terms = nameTerms(name)
      const kind =
        kindOfType(type) ?? (type.kind === 'scalar' && type.scalar === 'string' ? 'text' : undefined)
      // Many providers type a telephone number or a day as text: the vocabulary says more.
      if (kind !== undefined && !(kind === 'text' && shared.has(terms.join('_')))) add(terms, kind)
    }
  return kinds
}
