import type { PathSegment } from '@bindery/model'

/** The member of an output that says what it is made of: of a value or a group of an aggregate that is its field. */
export function outputPath(origin: readonly PathSegment[]): readonly PathSegment[] {
  if (origin[0] !== 'aggregate') return [...origin, 'path']
  return origin.length === 1 ? origin : [...origin, 'field']
}
