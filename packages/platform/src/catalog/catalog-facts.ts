import type { Effect, SensitivityClass } from '@bindery/model'
import type { Transaction } from '@bindery/store'
import { readObject, readOperation } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** A field of an object, or an argument of an operation. */
export interface Member {
  readonly kind: 'object' | 'operation'
  readonly owner: string
  readonly member: string
}

/** What was concluded of single parts of a stored catalog; undefined for those that it lacks. */
export class CatalogFacts {
  readonly #transaction: Transaction
  readonly #catalog: StoredCatalog

  constructor(transaction: Transaction, catalog: StoredCatalog) {
    this.#transaction = transaction
    this.#catalog = catalog
  }

  has(kind: Member['kind'], name: string): boolean {
    return this.#catalog.find(kind, name) !== undefined
  }

  async effectOf(operation: string): Promise<Effect | undefined> {
    const body = await this.#body('operation', operation)
    return body === undefined ? undefined : readOperation(body).effect
  }

  async classOf({ kind, owner, member }: Member): Promise<SensitivityClass | undefined> {
    const body = await this.#body(kind, owner)
    if (body === undefined) return undefined
    const members = kind === 'object' ? readObject(body).fields : readOperation(body).arguments
    return members.find(({ name }) => name === member)?.sensitivity
  }

  async #body(kind: Member['kind'], name: string): Promise<string | undefined> {
    const row = this.#catalog.find(kind, name)
    if (row === undefined) return undefined
    const [body] = await this.#catalog.bodies(this.#transaction, [row])
    return body
  }
}
