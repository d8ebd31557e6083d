import type { TargetName } from '../json-schema/lifter.ts'
import type { Resolution } from '../json-schema/references.ts'

type Found = Resolution & { readonly status: 'found' }

/**
 * Names the schema that a reference leads to: a component by its own name, a whole file by its file name, anything else
 * by its place (`issues/create.body`, `Issue.labels.item`), the same name that it has when met at that place.
 */
export function nameTarget(
  target: Found,
  operationName: (path: string, method: string) => string | undefined,
): TargetName {
  const [first = '', second = '', third = '', ...rest] = target.segments
  if (target.segments.length === 0) return { name: fileName(target.place.file.name), origin: 'named' }
  const isComponent = first === 'components' && second === 'schemas'
  if (isComponent) return named(third, rest)
  if (first === 'definitions' || first === '$defs' || first === 'schemas')
    return named(second, third === '' ? rest : [third, ...rest])
  if (first === 'paths') {
    const owner = operationName(second, third) ?? `${third} ${second}`
    return { name: join(owner, rest), origin: 'inline' }
  }
  if (first === 'components') return { name: join(third, rest), origin: 'inline' }
  const start = target.place.file.name === '' ? first : fileName(target.place.file.name)
  const left = target.place.file.name === '' ? target.segments.slice(1) : target.segments
  if (left.length === 1 && target.place.file.name !== '') return { name: left[0] ?? start, origin: 'named' }
  return { name: join(start, left), origin: 'inline' }
}

function named(name: string, rest: readonly string[]): TargetName {
  return rest.length === 0 ? { name, origin: 'named' } : { name: join(name, rest), origin: 'inline' }
}

/** `models/droplet.v2.yml` gives `droplet.v2`. */
function fileName(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1)
  return last.replace(/\.(?:json|ya?ml)$/i, '') || 'document'
}

function join(owner: string, segments: readonly string[]): string {
  const parts = [owner]
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index] ?? ''
    const next = segments[index + 1] ?? ''
    if (segment === 'properties') parts.push(next)
    else if (segment === 'items') parts.push('item')
    else if (segment === 'additionalProperties' || segment === 'patternProperties') parts.push('value')
    else if (segment === 'oneOf' || segment === 'anyOf') parts.push(`option${Number(next) + 1}`)
    else if (segment === 'requestBody') parts.push('body')
    else if (segment === 'responses') parts.push(next.startsWith('2') ? 'response' : `response ${next}`)
    else if (segment === 'parameters') parts.push(`parameter ${next}`)
    if (pairs.has(segment)) index += 1
  }
  return parts.join('.')
}

/** Segments whose next one is a name or number that belongs to them. */
const pairs = new Set([
  'properties',
  'patternProperties',
  'oneOf',
  'anyOf',
  'allOf',
  'responses',
  'parameters',
  'content',
])
