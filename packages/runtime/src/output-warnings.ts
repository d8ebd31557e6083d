/** Collects what a projection had to change. One line per leaf and kind, with a count, in the order of first sight. */
export class OutputWarnings {
  readonly #lines = new Map<string, number>()

  add(line: string): void {
    this.#lines.set(line, (this.#lines.get(line) ?? 0) + 1)
  }

  /** `value_coerced: "total" came as text and is returned as a number. (12 times)` */
  toList(): readonly string[] {
    return [...this.#lines].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`))
  }
}
