import { statfsSync } from 'node:fs'

/**
 * Room below which nothing more is written, in bytes: what transactions that are under way may still need, and four segments of
 * the write-ahead log, of which the embedded engine gets a new one or ends.
 */
export const leastRoom = 64 * 1024 * 1024

/** The SQLSTATE of a full disk. */
export const diskFull = '53100'

/** Bytes that are free on the disk of a folder. */
export type RoomMeter = () => number

export const roomAt =
  (directory: string): RoomMeter =>
  () => {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  }
