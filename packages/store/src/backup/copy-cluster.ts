import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PlatformError } from '@bindery/model'
import { leastRoom } from '../database/room.ts'

/** Folders and files of a running cluster that a copy begins without: the log is copied last. */
const later = ['pg_wal', 'postmaster.pid']

/** Copies the files of a cluster between `begin` and `end` of a `ClusterCopying`. Throws `storage_full` before it fills the disk. */
export function copyFiles(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  requireRoom(from, dirname(to))
  copyFolder(from, to, later)
}

/** Completes a copy after `end`, which gave the label: it opens as of then. */
export function copyLog(from: string, to: string, label: string): void {
  copyFolder(join(from, 'pg_wal'), join(to, 'pg_wal'), [])
  writeFileSync(join(to, 'backup_label'), label)
}

function copyFolder(from: string, to: string, without: readonly string[]): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (without.includes(entry.name)) continue
    if (entry.isDirectory()) copyFolder(join(from, entry.name), join(to, entry.name), [])
    else copyFile(join(from, entry.name), join(to, entry.name))
  }
}

/** Shares blocks where the file system can. A file that went meanwhile is one that the log knows about. */
function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE)
  } catch (error) {
    if (existsSync(from)) throw error
  }
}

function requireRoom(from: string, at: string): void {
  const { bavail, bsize } = statfsSync(at)
  const needed = sizeOf(from) + leastRoom
  if (bavail * bsize >= needed) return
  const megabytes = Math.ceil((needed - bavail * bsize) / 1024 / 1024)
  throw new PlatformError(
    'storage_full',
    `A backup of the embedded database is made from a copy of its files, for which the disk lacks ${megabytes} MiB.`,
  )
}

function sizeOf(folder: string): number {
  let bytes = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) bytes += sizeOf(path)
    else if (existsSync(path)) bytes += statSync(path).size
  }
  return bytes
}
