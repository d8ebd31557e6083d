import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
} from '@bindery/model'

/** What a step has found: one object, the rows that it takes each of, or one object for each row of another step. */
export type FoundStep =
  | { readonly kind: 'once'; readonly found: JsonObject | undefined }
  | { readonly kind: 'rows'; readonly rows: readonly JsonObject[] | undefined }
  | {
      readonly kind: 'for_rows'
      /** In the order of the rows; undefined where nothing was looked up. */
      readonly found: readonly (JsonObject | undefined)[] | undefined
      /** Places of the rows that were looked up, without doubles. */
      readonly distinct: readonly number[]
    }

/** What the steps of one run have found so far. */
export class FoundSteps {
  readonly #steps = new Map<string, FoundStep>()

  set(id: string, found: FoundStep): void {
    this.#steps.set(id, found)
  }

  /** As it is kept while a person decides. */
  toJson(): JsonObject {
    return objectFrom([...this.#steps].map(([id, found]) => [id, toKept(found)] as const))
  }

  /** Reads back what `toJson` wrote; what has another form counts as nothing found. */
  static fromJson(kept: JsonObject): FoundSteps {
    const steps = new FoundSteps()
    for (const [id, found] of Object.entries(kept)) steps.set(id, fromKept(found))
    return steps
  }

  /** The rows that a step is run for each of; undefined when it was left out itself. */
  rowsOf(id: string): readonly JsonObject[] | undefined {
    const found = this.#steps.get(id)
    return found?.kind === 'rows' ? found.rows : undefined
  }

  get(id: string): FoundStep | undefined {
    return this.#steps.get(id)
  }

  /** Whether a step has anything to say for a row, or at all. */
  isThere(id: string, row: number | undefined): boolean {
    return this.#objectOf(id, row) !== undefined
  }

  /** A leaf of what a step has found, of a row where it has rows; null where it found nothing. */
  leafOf(id: string, leaf: string, row: number | undefined): Json {
    const object = this.#objectOf(id, row)
    return object === undefined ? null : (ownProperty(object, leaf) ?? null)
  }

  #objectOf(id: string, row: number | undefined): JsonObject | undefined {
    const found = this.#steps.get(id)
    switch (found?.kind) {
      case undefined:
        return undefined
      case 'once':
        return found.found
      case 'rows':
        return row === undefined ? undefined : found.rows?.[row]
      case 'for_rows':
        return row === undefined ? undefined : found.found?.[row]
    }
  }
}

function toKept(found: FoundStep): JsonObject {
  switch (found.kind) {
    case 'once':
      return { kind: 'once', found: found.found ?? null }
    case 'rows':
      return { kind: 'rows', rows: found.rows ?? null }
    case 'for_rows':
      return {
        kind: 'for_rows',
        found: found.found?.map((one) => one ?? null) ?? null,
        distinct: [...found.distinct],
      }
  }
}

function fromKept(kept: Json): FoundStep {
  const member = (name: string): Json => (isJsonObject(kept) ? (ownProperty(kept, name) ?? null) : null)
  const found = member('found')
  const kind = member('kind')
  if (kind === 'rows') {
    const rows = member('rows')
    return { kind, rows: isJsonArray(rows) ? rows.filter(isJsonObject) : undefined }
  }
  if (kind === 'for_rows') {
    const distinct = member('distinct')
    return {
      kind,
      found: isJsonArray(found) ? found.map((one) => (isJsonObject(one) ? one : undefined)) : undefined,
      distinct: isJsonArray(distinct) ? distinct.filter((place) => typeof place === 'number') : [],
    }
  }
  return { kind: 'once', found: isJsonObject(found) ? found : undefined }
}
