import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Everything secret about an installation comes from one key of 32 bytes; each use has its own key by HKDF-SHA-256
 * (RFC 5869), so that no two uses can be confused.
 */
export class MasterKey {
  readonly #key: Buffer
  /** Names the key in stored ciphertexts without telling anything about it. */
  readonly id: string

  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error('The master key must be 32 bytes.')
    this.#key = key
    this.id = createHmac('sha256', key).update('bindery key id').digest('hex').slice(0, 16)
  }

  /** A 32-byte key for one named use. */
  derive(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, '', `bindery ${use}`, 32))
  }
}

/** Reads 32 bytes as 64 hex digits or as base64; throws with what was expected. */
export function parseMasterKey(text: string): MasterKey {
  const trimmed = text.trim()
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return new MasterKey(Buffer.from(trimmed, 'hex'))
  // Node skips what is not base64, so that a mistyped key would give another key instead of an error.
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return new MasterKey(Buffer.from(trimmed, 'base64'))
  throw new Error(
    'The master key must be 32 bytes, as 64 hex digits or as base64. Make one with: openssl rand -hex 32',
  )
}

/** The key in `directory`/master.key, made on first use and readable by its owner only. */
export function loadOrMakeMasterKey(directory: string): MasterKey {
  const path = join(directory, 'master.key')
  if (!existsSync(path)) makeKeyFile(path)
  chmodSync(path, 0o600)
  return parseMasterKey(readFileSync(path, 'utf8'))
}

/** A link appears with its content or not at all: neither a crash nor a second process leaves half a key. */
function makeKeyFile(path: string): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isTaken) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
