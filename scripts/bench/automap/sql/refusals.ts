/** Why statements of a dump did not run, with how many each reason stopped. */
export class Refusals {
  readonly #counts = new Map<string, number>()

  add(message: string): void {
    const reason = message.replaceAll(/\s+/g, ' ').slice(0, 90)
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1)
  }

  /** One sentence, the commonest reasons first; none when all ran. */
  describe(statements: number): readonly string[] {
    const all = [...this.#counts].sort((a, b) => b[1] - a[1])
    const failed = all.reduce((sum, [, count]) => sum + count, 0)
    if (failed === 0) return []
    const shown = all.slice(0, 3).map(([reason, count]) => `${reason} (${count})`)
    return [
      `${failed} of ${statements} statements failed: ${shown.join('; ')}${all.length > 3 ? '; ...' : '.'}`,
    ]
  }
}
