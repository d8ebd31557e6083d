import type { Effect, Operation } from '@bindery/model'
import { nameWords } from '../passes/name-words.ts'
import { spokenVerbs } from '../passes/operation-verbs.ts'

/**
 * What a mutation does, by the verb in its name: `createIssue`, `issueUpdate`. Never a read, whatever it is called. A
 * noun that is also a verb (`orderUpdate`, `bookDelete`) gives way to a plain verb at the end.
 */
export function mutationEffect(name: string): Effect {
  const leading = effectOf(name)
  if (leading !== undefined && leading !== 'action') return leading
  const last = nameWords(name).at(-1) ?? ''
  const ending = effectOf(last)
  return ending !== undefined && ending !== 'action' ? ending : (leading ?? 'action')
}

function effectOf(name: string): Exclude<Effect, 'read'> | undefined {
  const effect = spokenVerbs({ ...unnamed, name }).name
  return effect === 'read' ? undefined : effect
}

const unnamed: Operation = {
  name: '',
  effect: 'action',
  effectOrigin: 'inferred',
  groups: [],
  arguments: [],
  availability: { status: 'bindable' },
  security: [],
  call: null,
  provenance: '',
}
