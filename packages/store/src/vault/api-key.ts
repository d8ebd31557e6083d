import { createHmac, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { Secret } from '@bindery/model'
import type { KeySource } from './installation-keys.ts'

/**
 * A new key: `bnd_`, 32 random bytes in base64url, `_` and a checksum of six hex digits, so that a truncated or mistyped
 * key can be told from a revoked one and leak scanners have a pattern to look for.
 */
export function makeApiKey(): Secret {
  const body = `bnd_${randomBytes(32).toString('base64url')}`
  return new Secret(`${body}_${checksum(body)}`)
}

/** The first characters of a key: enough to recognise it in a list, far too little to use it. */
export function apiKeyPrefix(key: Secret): string {
  return key.reveal().slice(0, 8)
}

/** What is stored of a key: HMAC-SHA-256 under a key of the installation, as hex. */
export class ApiKeyDigest {
  readonly #pepper: Buffer

  constructor(keys: KeySource) {
    this.#pepper = keys.derive('api key digest')
  }

  of(key: Secret): string {
    return createHmac('sha256', this.#pepper).update(key.reveal()).digest('hex')
  }
}

function checksum(text: string): string {
  return (crc32(text) >>> 0).toString(16).padStart(8, '0').slice(0, 6)
}
