import { isWrite } from '@bindery/model'
import { coverage } from './coverage.ts'
import type { IndexedOperation } from './operation-index.ts'
import type { Query } from './query.ts'
import { fitSlots } from './slots.ts'
import type { QueryTerm } from './query-term.ts'

/** How what the agent collects and wants back goes with what an operation takes and answers. */
export function nameFeatures({ slots, fields, entry }: IndexedOperation, query: Query) {
  const knowsNames = query.parameters.length > 0
  const parameters = query.parameters.map(({ terms }) => terms)
  const fit = fitSlots({ slots, arguments: fields.arguments, resource: fields.resource }, query.parameters)
  const isReadingList = entry.isList && !isWrite(entry.operation.effect)
  return {
    slot_missing: flag(knowsNames && entry.endsInSlot && !fit.isLastGiven),
    slot_given: flag(entry.endsInSlot && fit.isLastGiven),
    slots_missing: knowsNames ? fit.missing / 3 : 0,
    slots_given: knowsNames ? fit.given : 0,
    ids_in_slots: fit.idsInSlots,
    ids_left: fit.idsLeft,
    own_id_for_create: flag(fit.isOwnIdLeft && entry.intent === 'create'),
    own_id_for_list: flag(fit.isOwnIdLeft && isReadingList),
    parameters_in_arguments: averageCoverage(parameters, fields.arguments),
    parameters_in_label: averageCoverage(parameters, fields.label),
    outputs_in_answer: averageCoverage(query.outputs, fields.outputs),
    answers_nothing: flag(query.outputs.length > 0 && fields.outputs.length === 0),
    search_for_text: flag(parameters.some(namesText) && entry.intent === 'search'),
  }
}

function averageCoverage(names: readonly (readonly QueryTerm[])[], field: readonly number[]): number {
  if (names.length === 0) return 0
  return names.reduce((sum, terms) => sum + coverage(terms, field), 0) / names.length
}

const textWords = new Set(['search', 'queri', 'text', 'keyword', 'phras', 'term'])
const namesText = (terms: readonly QueryTerm[]): boolean => terms.some(({ text }) => textWords.has(text))

const flag = (holds: boolean): number => (holds ? 1 : 0)
