import type { Availability, JsonObject } from '@bindery/model'
import type { OperationHead } from './normal-form.ts'
import type { Obstacle } from './obstacle.ts'

/** What several obstacles come to: the heaviest decides, all of that weight or lighter are listed. */
export function toAvailability(obstacles: readonly Obstacle[]): Availability {
  if (obstacles.length === 0) return bindable
  const reasons = obstacles.map((obstacle) => obstacle.reason)
  const isQuarantined = obstacles.some((obstacle) => obstacle.weight === 'quarantine')
  return { status: isQuarantined ? 'quarantined' : 'limited', reasons }
}

const bindable: Availability = { status: 'bindable' }

/** An OpenAPI Overlay 1.0 document that merges `update` into one operation. */
export function overlayFor(head: OperationHead, title: string, update: JsonObject): JsonObject {
  const method = head.method.toLowerCase()
  return {
    overlay: '1.0.0',
    info: { title, version: '1.0.0' },
    actions: [{ target: `$.paths[${quoted(head.path)}].${method}`, update }],
  }
}

/** An Overlay that takes something out of one operation. */
export function removalFor(head: OperationHead, title: string, member: string): JsonObject {
  const method = head.method.toLowerCase()
  return {
    overlay: '1.0.0',
    info: { title, version: '1.0.0' },
    actions: [{ target: `$.paths[${quoted(head.path)}].${method}.${member}`, remove: true }],
  }
}

/** A JSONPath name in single quotes (RFC 9535). */
function quoted(name: string): string {
  const text = name.slice(0, 500).toWellFormed()
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
