import { type Effect, isJsonObject, type JsonObject, type Operation, ownProperty } from '@bindery/model'
import { spokenVerbs } from '../passes/operation-verbs.ts'

/**
 * Annotations are hints of a server that need not be believed: only "read only" makes a read, and not of a tool whose name
 * speaks of writing. Everything else is an action, or an update or a delete where the name says so: those ask for more.
 */
export function effectOf(tool: JsonObject, name: string): Pick<Operation, 'effect' | 'effectOrigin'> {
  // Words, because a leading "delete_" is a verb here and never an HTTP method.
  const spoken = spokenVerbs({ name: name.slice(0, 200).replaceAll(/[_-]+/g, ' ') })
  const speaksOfWriting = !spoken.isReading && spoken.name !== undefined
  if (isReadOnly(tool) && !speaksOfWriting) return { effect: 'read', effectOrigin: 'declared' }
  return { effect: writeOf(spoken.name), effectOrigin: 'inferred' }
}

function isReadOnly(tool: JsonObject): boolean {
  const annotations = ownProperty(tool, 'annotations')
  if (annotations === undefined || !isJsonObject(annotations)) return false
  return (
    ownProperty(annotations, 'readOnlyHint') === true && ownProperty(annotations, 'destructiveHint') !== true
  )
}

const writeOf = (spoken: Effect | undefined): Effect =>
  spoken === 'update' || spoken === 'delete' ? spoken : 'action'
