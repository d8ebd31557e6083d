import type { Json, JsonObject } from './json.ts'

/** What the reading steps of a skill found before a person is asked about its write. Kept sealed, and only while they may answer. */
export interface ReadAhead {
  /** When it was read, ISO 8601. */
  readonly readAt: string
  /** What each step found, by step. */
  readonly found: JsonObject
  /** The request of the write as it would be made, without secrets: for operators, who may see what it is made of. */
  readonly request: Json
}
