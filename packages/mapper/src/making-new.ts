import { indexCatalog, isWrite, type Operation } from '@bindery/model'
import { nameTerms } from './assignment/name-fit.ts'
import { argumentPlaces } from './assignment/places.ts'
import type { OperationIndex } from './ranking/operation-index.ts'
import { isIdTerm, namesAnId } from './words/id-words.ts'

const known = new WeakMap<Operation, boolean>()

/** Whether an operation makes a record and takes none of the same sort by its key, so that it can change or end none. */
export function onlyMakesNew(operation: Operation, index: OperationIndex): boolean {
  if (operation.effect !== 'create') return false
  const found = known.get(operation) ?? !takesOwnKey(operation, index)
  known.set(operation, found)
  return found
}

/** Whether two operations are about the same sort of record and the second changes or ends one. */
export const changesWhatIsMade = (made: Operation, { object, effect }: Operation): boolean =>
  made.object !== undefined && made.object === object && isWrite(effect) && effect !== 'create'

function takesOwnKey(operation: Operation, index: OperationIndex): boolean {
  const own = nameTerms(operation.object ?? '')
  return argumentPlaces(operation, indexCatalog(index.catalog)).some(({ path, place }) => {
    const terms = nameTerms(path.at(-1) ?? '')
    const nouns = terms.filter((term) => !isIdTerm(term))
    return place === 'path' || (namesAnId(terms) && nouns.every((noun) => own.includes(noun)))
  })
}
