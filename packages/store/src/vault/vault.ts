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

const Envelope = z.strictObject({
  version: z.literal(1),
  keyId: z.string(),
  wrapped: z.string(),
  wrappedIv: z.string(),
  wrappedTag: z.string(),
  iv: z.string(),
  tag: z.string(),
  text: z.string(),
})

/**
 * Envelope encryption with AES-256-GCM: each secret has a data key of its own, which the installation's key wraps. The
 * place, the key's id and the version are associated data, so a ciphertext moved elsewhere does not open.
 */
export class Vault {
  readonly #wrappingKey: Buffer
  readonly #keyId: string

  constructor(master: MasterKey) {
    this.#wrappingKey = master.derive('vault wrapping key')
    this.#keyId = master.id
  }

  seal(secret: Secret, place: SecretPlace): string {
    const dataKey = randomBytes(32)
    const bound = associatedData(place, this.#keyId)
    const content = encrypt(dataKey, Buffer.from(secret.reveal(), 'utf8'), bound)
    const wrapped = encrypt(this.#wrappingKey, dataKey, bound)
    return JSON.stringify({
      version: 1,
      keyId: this.#keyId,
      wrapped: wrapped.text,
      wrappedIv: wrapped.iv,
      wrappedTag: wrapped.tag,
      iv: content.iv,
      tag: content.tag,
      text: content.text,
    })
  }

  /** Throws `internal_error` when the text was sealed under another key, for another place, or was changed. */
  open(sealed: string, place: SecretPlace): Secret {
    try {
      const envelope = Envelope.parse(parseJson(sealed))
      const bound = associatedData(place, envelope.keyId)
      const wrapped = { text: envelope.wrapped, iv: envelope.wrappedIv, tag: envelope.wrappedTag }
      const dataKey = decrypt(this.#wrappingKey, wrapped, bound)
      return new Secret(decrypt(dataKey, envelope, bound).toString('utf8'))
    } catch (cause) {
      throw new PlatformError(
        'internal_error',
        'A stored credential cannot be decrypted. Check that the master key is the one it was stored with, or connect again.',
        { cause },
      )
    }
  }
}

interface Ciphertext {
  readonly text: string
  readonly iv: string
  readonly tag: string
}

function associatedData(place: SecretPlace, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([place.organizationId, place.record, place.field, keyId, 1]), 'utf8')
}

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
