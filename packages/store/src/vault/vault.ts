import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { parseJson, PlatformError, Secret } from '@bindery/model'
import { z } from 'zod'
import type { MasterKey } from './master-key.ts'

/** Where a secret belongs. A ciphertext opens in its own place only. */
export interface SecretPlace {
  readonly organizationId: string
  readonly record: string
  readonly field: string
}

/** In version 1 the key's id was bound to the content too, so that such a secret can only be sealed anew. */
const Envelope = z.strictObject({
  version: z.union([z.literal(1), z.literal(2)]),
  keyId: z.string(),
  wrapped: z.string(),
  wrappedIv: z.string(),
  wrappedTag: z.string(),
  iv: z.string(),
  tag: z.string(),
  text: z.string(),
})
type Envelope = z.output<typeof Envelope>

/**
 * Envelope encryption with AES-256-GCM: each secret has a data key of its own, which the installation's key wraps. The
 * content is bound to its place and the wrapped key to the id of the key that wraps it, so a ciphertext moved elsewhere
 * does not open, and another master key can take over by wrapping the data keys anew. Older master keys open and never
 * seal.
 */
export class Vault {
  readonly #keys: ReadonlyMap<string, Buffer>
  readonly #current: { readonly id: string; readonly key: Buffer }

  constructor(master: MasterKey, older: readonly MasterKey[] = []) {
    const wrapping = (key: MasterKey): Buffer => key.derive('vault wrapping key')
    this.#current = { id: master.id, key: wrapping(master) }
    this.#keys = new Map([...older, master].map((key) => [key.id, wrapping(key)]))
  }

  /** What every envelope holds that needs no other key than the current one. */
  get currentMark(): string {
    return `"keyId":"${this.#current.id}"`
  }

  seal(secret: Secret, place: SecretPlace): string {
    const dataKey = randomBytes(32)
    const content = encrypt(dataKey, Buffer.from(secret.reveal(), 'utf8'), placeBytes(place))
    return JSON.stringify({ version: 2, ...this.#wrap(dataKey), ...content })
  }

  /** Throws `internal_error` when the text was sealed under an unknown key, for another place, or was changed. */
  open(sealed: string, place: SecretPlace): Secret {
    try {
      const envelope = Envelope.parse(parseJson(sealed))
      const bound = bindingsOf(envelope, place)
      const dataKey = this.#unwrap(envelope, bound.key)
      return new Secret(decrypt(dataKey, envelope, bound.content).toString('utf8'))
    } catch (cause) {
      throw new PlatformError(
        'internal_error',
        'A stored credential cannot be decrypted. Check that the master key is the one it was stored with, or connect again.',
        { cause },
      )
    }
  }

  /**
   * The same secret with its data key under the current master key; the same text when it is there already. Undefined when
   * no known key opens it, or it is of version 1, whose data key is bound to a place too.
   */
  rewrap(sealed: string): string | undefined {
    try {
      const envelope = Envelope.parse(parseJson(sealed))
      if (envelope.keyId === this.#current.id) return sealed
      return JSON.stringify({
        ...envelope,
        ...this.#wrap(this.#unwrap(envelope, keyBinding(envelope.keyId))),
      })
    } catch {
      return undefined
    }
  }

  #wrap(dataKey: Buffer) {
    const { id, key } = this.#current
    const wrapped = encrypt(key, dataKey, keyBinding(id))
    return { keyId: id, wrapped: wrapped.text, wrappedIv: wrapped.iv, wrappedTag: wrapped.tag }
  }

  #unwrap(envelope: Envelope, bound: Buffer): Buffer {
    const key = this.#keys.get(envelope.keyId)
    if (key === undefined) throw new Error('No known master key has this id.')
    const wrapped = { text: envelope.wrapped, iv: envelope.wrappedIv, tag: envelope.wrappedTag }
    return decrypt(key, wrapped, bound)
  }
}

interface Ciphertext {
  readonly text: string
  readonly iv: string
  readonly tag: string
}

const toBytes = (parts: readonly (string | number)[]): Buffer => Buffer.from(JSON.stringify(parts), 'utf8')

/** What the wrapped key and the content of an envelope are bound to; in version 1 that was the same. */
function bindingsOf({ version, keyId }: Envelope, place: SecretPlace): Record<'key' | 'content', Buffer> {
  if (version === 2) return { key: keyBinding(keyId), content: placeBytes(place) }
  const both = toBytes([place.organizationId, place.record, place.field, keyId, 1])
  return { key: both, content: both }
}

const placeBytes = (place: SecretPlace): Buffer =>
  toBytes([place.organizationId, place.record, place.field, 2])

const keyBinding = (keyId: string): Buffer => toBytes([keyId, 2])

function encrypt(key: Buffer, plain: Buffer, bound: Buffer): Ciphertext {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return {
    text: text.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  }
}

function decrypt(key: Buffer, sealed: Ciphertext, bound: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), {
    authTagLength: 16,
  })
  decipher.setAAD(bound).setAuthTag(Buffer.from(sealed.tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(sealed.text, 'base64')), decipher.final()])
}
