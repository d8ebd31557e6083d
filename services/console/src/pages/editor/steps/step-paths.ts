import type { Path } from '../outputs.ts'

/** A path of the whole as one within a step; undefined for one of another step. */
export function withinStep(path: Path, id: string): Path | undefined {
  if (typeof path !== 'string') {
    const [first, ...rest] = path
    return first === id ? (rest.length === 0 ? '$' : rest) : undefined
  }
  if (path === id) return '$'
  if (path.startsWith(`${id}.`)) return path.slice(id.length + 1)
  return path.startsWith(`${id}[`) ? path.slice(id.length) : undefined
}

/** A path within a step as one of the whole. */
export function ofStep(path: Path, id: string): Path {
  if (typeof path !== 'string') return [id, ...path]
  const inner = path.replace(/^\$\.?/, '')
  if (inner === '') return id
  return inner.startsWith('[') ? id + inner : `${id}.${inner}`
}

/** A path of the whole after a step was given another name. */
export function renamedPath<From extends Path>(path: From, before: string, after: string): Path {
  const inner = withinStep(path, before)
  return inner === undefined ? path : ofStep(inner, after)
}

const arazzo = /^\$steps\.([^.]+)\.outputs\./

/** The same of what a step takes from another one, in either way of writing it. */
export function renamedFrom(from: string, before: string, after: string): string {
  const said = arazzo.exec(from)
  if (said !== null)
    return said[1] === before ? `$steps.${after}.outputs.${from.slice(said[0].length)}` : from
  const path = renamedPath(from, before, after)
  return typeof path === 'string' ? path : from
}

/** The step that a value is of. */
export const stepOf = (from: string): string => arazzo.exec(from)?.[1] ?? /^[^.[]*/.exec(from)?.[0] ?? from
