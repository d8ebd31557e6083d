import type { RowNotes } from './row-value.ts'

/** Counts what happens to rows, by field, in the order of first sight. No line holds a value. */
export class CountedNotes implements RowNotes {
  readonly timezone: string | undefined
  readonly #notCompared = new Map<string, number>()
  readonly #ignored = new Map<string, number>()

  constructor(timezone: string | undefined) {
    this.timezone = timezone
  }

  notCompared(field: string): void {
    this.#notCompared.set(field, (this.#notCompared.get(field) ?? 0) + 1)
  }

  ignored(field: string): void {
    this.#ignored.set(field, (this.#ignored.get(field) ?? 0) + 1)
  }

  toList(): readonly string[] {
    return [
      ...[...this.#notCompared].map(
        ([field, count]) =>
          `value_not_compared: "${field}" is not what the provider describes in ${rowsOf(count)}: nothing is equal to it, above or below it.`,
      ),
      ...[...this.#ignored].map(
        ([field, count]) =>
          `filter_ignored_by_provider: "${field}" was sent to the provider, and ${rowsOf(count)} that came ${count === 1 ? 'does' : 'do'} not fit it: left out.`,
      ),
    ]
  }
}

const rowsOf = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
