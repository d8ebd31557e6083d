import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { parseJson, PlatformError, type Secret } from '@bindery/model'
import { z } from 'zod'
import { tagBytes } from './archive-frames.ts'
import type { ArchiveKey } from './archive-key.ts'

/** What every archive begins with: a program that reads it knows what it is, and by which form. */
const magic = 'BINDERY-BACKUP 1 '
/** Bytes of the line that an archive begins with, at most. */
export const mostHeadBytes = 1024

const Head = z.strictObject({ keyId: z.string(), iv: z.string(), wrapped: z.string(), tag: z.string() })

/** A new key for one archive, and the line that holds it, wrapped by the master key. */
export function makeHead({ id, key }: ArchiveKey): { readonly line: Buffer; readonly key: Buffer } {
  const own = randomBytes(32)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', bytesOf(key), iv).setAAD(Buffer.from(magic + id))
  const wrapped = Buffer.concat([cipher.update(own), cipher.final()])
  const head = {
    keyId: id,
    iv: iv.toString('base64'),
    wrapped: wrapped.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  }
  return { line: Buffer.from(`${magic}${JSON.stringify(head)}\n`), key: own }
}

/** The key of an archive that begins so. Throws `backup_foreign`, `backup_damaged`. */
export function openHead(line: Buffer, keys: readonly ArchiveKey[]): Buffer {
  const text = line.toString('latin1')
  if (!text.startsWith(magic)) throw notOurs()
  const head = Head.safeParse(tolerantJson(text.slice(magic.length))).data
  if (head === undefined) throw damagedHead()
  const known = keys.find(({ id }) => id === head.keyId)
  if (known === undefined) throw otherKey(head.keyId)
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytesOf(known.key), Buffer.from(head.iv, 'base64'), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(magic + head.keyId)).setAuthTag(Buffer.from(head.tag, 'base64'))
    return Buffer.concat([decipher.update(Buffer.from(head.wrapped, 'base64')), decipher.final()])
  } catch (cause) {
    throw damagedHead(cause)
  }
}

const bytesOf = (key: Secret): Buffer => Buffer.from(key.reveal(), 'hex')

function tolerantJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

const notOurs = (): PlatformError =>
  new PlatformError('backup_foreign', 'This is not a backup that Bindery made.', { reason: 'not_a_backup' })

/** The id is shown only where it is one: a stranger may have written anything there. */
function otherKey(keyId: string): PlatformError {
  const named = /^[0-9a-f]{16}$/.test(keyId) ? ` (its id is ${keyId})` : ''
  return new PlatformError(
    'backup_foreign',
    `The backup was made under another master key${named}. Set BINDERY_MASTER_KEY, or BINDERY_MASTER_KEY_OLD, to the key of the server that made it.`,
    { reason: 'other_key' },
  )
}

const damagedHead = (cause?: unknown): PlatformError =>
  new PlatformError('backup_damaged', 'The beginning of the backup is not what was written.', {
    reason: 'changed',
    cause,
  })
