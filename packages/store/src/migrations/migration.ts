/** One step of the platform's own schema. Steps are never edited after a release; a new one follows. */
export interface Migration {
  readonly name: string
  readonly sql: string
}
