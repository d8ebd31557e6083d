import {
  type Connection,
  type HttpRequest,
  type HttpResponse,
  PlatformError,
  type ProviderHabits,
  type SourceDocument,
  type SqlRows,
  type SqlStatement,
} from '@bindery/model'
import type { ConnectionAnswer, ConnectionCall, FromChild, WireError } from './protocol.ts'

interface Waiting {
  readonly resolve: (answer: ConnectionAnswer) => void
  readonly reject: (error: PlatformError) => void
}

/** The connection inside the child: every request is made by the parent, behind the parent's guards. */
export class ChildConnection implements Connection {
  readonly environment = 'development'
  readonly habits: ProviderHabits
  readonly #send: (message: FromChild) => void
  readonly #waiting = new Map<number, Waiting>()
  readonly #parts = new Map<number, readonly Uint8Array[]>()
  #nextId = 1

  constructor(send: (message: FromChild) => void) {
    this.#send = send
    const known = new Map<string, string>()
    this.habits = {
      get: (name) => known.get(name),
      set: (name, value) => {
        known.set(name, value)
        send({ kind: 'habit', name, value })
      },
    }
  }

  async documents(): Promise<readonly SourceDocument[]> {
    const answer = await this.#call({ method: 'documents' })
    if (answer.method !== 'documents') throw mismatch()
    return answer.documents.map((head, position) => ({ ...head, bytes: this.take(position) }))
  }

  async fetch(request: HttpRequest): Promise<HttpResponse> {
    const answer = await this.#call({ method: 'fetch', request })
    if (answer.method !== 'fetch') throw mismatch()
    return answer.response
  }

  async database(statement: SqlStatement): Promise<SqlRows> {
    const answer = await this.#call({ method: 'database', statement })
    if (answer.method !== 'database') throw mismatch()
    return answer.rows
  }

  receive(document: number, bytes: Uint8Array): void {
    this.#parts.set(document, [...(this.#parts.get(document) ?? []), bytes])
  }

  settle(id: number, answer: ConnectionAnswer): void {
    this.#waiting.get(id)?.resolve(answer)
    this.#waiting.delete(id)
  }

  refuse(id: number, error: WireError): void {
    this.#waiting.get(id)?.reject(fromWire(error))
    this.#waiting.delete(id)
  }

  /** The bytes of a document that came so far. */
  take(document: number): Uint8Array {
    const parts = this.#parts.get(document) ?? []
    this.#parts.delete(document)
    return Buffer.concat(parts)
  }

  #call(call: ConnectionCall): Promise<ConnectionAnswer> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#send({ kind: 'call', id, call })
    })
  }
}

export function fromWire(error: WireError): PlatformError {
  return new PlatformError(error.code, error.message, {
    ...(error.issues === undefined ? {} : { issues: error.issues }),
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  })
}

export function toWire(error: unknown): WireError {
  if (!(error instanceof PlatformError)) {
    return { code: 'internal_error', message: 'The introspector failed on this description.' }
  }
  const { issues, reason, remedy } = error.details
  return {
    code: error.code,
    message: error.message,
    ...(issues === undefined ? {} : { issues }),
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
  }
}

const mismatch = (): PlatformError =>
  new PlatformError('internal_error', 'The introspector got the wrong answer.')
