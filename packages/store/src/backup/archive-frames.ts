import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

/**
 * An archive is a head of one line and frames behind it. Each frame is sealed by AES-256-GCM with the key of the archive alone;
 * its nonce is its number, and it is bound to the head, its number and whether it is the last one (STREAM; Hoang, Reyhanitabar,
 * Rogaway and Vizár 2015). So no frame can be changed, moved, left out, or come from another archive, and an archive that was
 * cut lacks its last one.
 */
export interface FrameSeal {
  readonly key: Buffer
  /** The line that the archive begins with. */
  readonly head: Buffer
}

export interface FramePlace {
  readonly number: number
  readonly isLast: boolean
}

/** Bytes of content in a frame, at most, before they are compressed. */
export const frameBytes = 1024 * 1024
/** Sealed bytes of a frame, at most: deflate adds five bytes to each 16 kB that it cannot make smaller. */
export const mostSealedBytes = frameBytes + 64 * 1024
export const tagBytes = 16

export function sealFrame(seal: FrameSeal, place: FramePlace, content: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', seal.key, nonceOf(place)).setAAD(boundTo(seal, place))
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** Throws for a frame that was not sealed for this place. */
export function openFrame(seal: FrameSeal, place: FramePlace, sealed: Buffer): Buffer {
  const end = sealed.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', seal.key, nonceOf(place), { authTagLength: tagBytes })
  decipher.setAAD(boundTo(seal, place)).setAuthTag(sealed.subarray(end))
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
}

/** Unique, since the key is of one archive only. */
function nonceOf({ number }: FramePlace): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 6, 6)
  return nonce
}

const boundTo = ({ head }: FrameSeal, { number, isLast }: FramePlace): Buffer =>
  createHash('sha256')
    .update(head)
    .update(`\n${number} ${isLast ? 'last' : 'more'}`)
    .digest()
