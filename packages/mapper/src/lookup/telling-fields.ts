import { type Field, isListed, type Operation, type SchemaCatalog } from '@bindery/model'
import { uniqueColumns } from '@bindery/model/tables'
import { nameTerms } from '../assignment/name-fit.ts'
import { outputName } from '../draft/proposed-names.ts'
import { isRarelyKnown } from '../draft/questions.ts'
import { namesAnId } from '../words/id-words.ts'
import { type LineDecision, pairVerdict } from '../decisions.ts'
import { type Lookup, stepText } from './lookup.ts'

/** A field that tells several records apart, and what an agent calls it when it chooses by it. */
export interface TellingField {
  readonly field: string
  readonly param: string
}

export interface TellingScene {
  /** Names of parameters that are in use. */
  readonly taken: ReadonlySet<string>
  readonly catalog: SchemaCatalog
  readonly decisions: readonly LineDecision[]
}

const mostFields = 2
/** The rank of a field that names a record. */
const namesRecord = 3

/**
 * Up to two fields that every record has and that are nobody's secret, the ones that name a record first: shown when a lookup
 * finds several, so that a second call can choose. What refers to other records says nothing to a caller.
 */
export function tellingFields(
  lookup: Lookup,
  { taken, catalog, decisions }: TellingScene,
): readonly TellingField[] {
  const { object, operation, holds } = lookup.answer
  if (holds === 'record') return []
  const references = new Set(
    catalog.relationships.flatMap(({ from }) => (from.object === object.name ? from.fields : [])),
  )
  const unique = uniqueColumns(object)
  const asked = new Set(lookup.asked.map(({ place }) => place.target))
  const ranked = object.fields
    .filter(({ name }) => name !== lookup.key && !asked.has(name) && !references.has(name))
    .filter(isHarmless)
    .map((field) => ({ field, rank: rankOf(field, unique), param: paramOf(field, operation) }))
    .filter(({ rank, param }) => rank > 0 && !taken.has(param) && !isRarelyKnown(param))
    .filter(({ field, param }) => {
      const line = { name: param, place: stepText(lookup.step, field.name) }
      return pairVerdict(decisions, 'input', line) !== 'refused'
    })
    .sort((a, b) => b.rank - a.rank)
  // What somebody chooses by must be a name of its own; kinds and other texts only help beside one.
  if (ranked[0]?.rank !== namesRecord) return []
  return ranked.slice(0, mostFields).map(({ field, param }) => ({ field: field.name, param }))
}

const paramOf = ({ name, type }: Field, operation: Operation): string =>
  outputName({ names: [name], lists: [], type, sensitivity: 'none', description: '' }, operation)

const isHarmless = (field: Field): boolean =>
  field.sensitivity === 'none' &&
  field.required &&
  !field.nullable &&
  field.access !== 'write_only' &&
  field.deprecated === undefined &&
  (field.arguments ?? []).length === 0

/** What names a record tells most, then texts, then kinds of which there are several; what is counted or measured tells nothing. */
function rankOf({ name, type }: Field, unique: readonly string[]): number {
  if (type.kind === 'enum') return isListed(type) && type.values.length > 1 ? 1 : 0
  if (type.kind !== 'scalar') return 0
  const isText = type.scalar === 'string'
  const isWhole = type.scalar === 'integer' || type.scalar === 'int64'
  if ((isText || isWhole) && (unique.includes(name) || namesAnId(nameTerms(name)))) return namesRecord
  return isText ? 2 : 0
}
