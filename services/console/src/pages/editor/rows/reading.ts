import type { Binding } from '@bindery/client'

export const mostPages = 10

/** `binding` reading so many pages of its list; one is what is read anyway. */
export function withPages(binding: Binding, pages: number): Binding {
  const { pages: _before, ...rest } = binding
  return pages === 1 ? rest : { ...rest, pages }
}

/** `binding` about the rows of this list; none is that of its output. */
export function withRows(binding: Binding, list: string): Binding {
  const { rows: _before, ...rest } = binding
  return list === '' ? rest : { ...rest, rows: list }
}
