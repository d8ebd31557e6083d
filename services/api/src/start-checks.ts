import type { HealthCheck } from './http/public-routes.ts'

/** What a start still has to do before the server is what its users came for. */
export class StartChecks {
  readonly #pending = new Map<string, string>()

  /** Holds readiness back until the function that it gives is called. */
  hold(name: string, detail: string): () => void {
    this.#pending.set(name, detail)
    return () => void this.#pending.delete(name)
  }

  list(): readonly HealthCheck[] {
    return [...this.#pending].map(([name, detail]) => ({ name, ok: false, detail }))
  }
}
