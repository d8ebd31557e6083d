/**
 * Lets at most one read in ten be retried, and ten in a row after a quiet time: retries must not add load to a provider
 * that is failing under load.
 */
export class RetryBudget {
  #tokens = 10

  /** Call for every first try. */
  earn(): void {
    this.#tokens = Math.min(10, this.#tokens + 0.1)
  }

  /** True when one retry may be made now. */
  spend(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
