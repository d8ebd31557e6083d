import { gunzipSync } from 'node:zlib'

const blockBytes = 512

/** One file of a gzipped tar archive as npm makes them (POSIX ustar with pax headers); undefined when it is not there. */
export function readTarball(archive: Buffer, wanted: string): Buffer | undefined {
  const bytes = gunzipSync(archive)
  let longName: string | undefined
  for (let at = 0; at + blockBytes <= bytes.length; ) {
    const size = Number.parseInt(textAt(bytes, at + 124, 12), 8) || 0
    const kind = textAt(bytes, at + 156, 1)
    const body = bytes.subarray(at + blockBytes, at + blockBytes + size)
    if (kind === 'x') longName = paxPath(body) ?? longName
    else {
      const prefix = textAt(bytes, at + 345, 155)
      const name = longName ?? (prefix === '' ? '' : `${prefix}/`) + textAt(bytes, at, 100)
      if (name === wanted) return body
      longName = undefined
    }
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes
  }
  return undefined
}

const textAt = (bytes: Buffer, at: number, length: number): string =>
  bytes.toString('utf8', at, at + length).split('\0')[0] ?? ''

/** `length path=value\n` among the records of a pax header. */
const paxPath = (body: Buffer): string | undefined =>
  /(?:^|\n)\d+ path=([^\n]*)\n/.exec(body.toString('utf8'))?.[1]
