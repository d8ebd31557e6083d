import { linkSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DirectoryLock {
  release(): void
}

/** Folders that this process holds: its own id in a lock file says nothing, since the first process of every container has id 1. */
const held = new Set<string>()

/**
 * Takes a folder for this process by an exclusive file with its process id. A lock left by a process that is gone is
 * taken over. Throws, naming the process, while its holder lives.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(realpathSync(directory), 'lock')
  if (held.has(path)) throw inUse(directory, process.pid)
  if (!tryCreate(path)) takeOver(path, directory)
  held.add(path)
  return {
    release: () => {
      rmSync(path, { force: true })
      held.delete(path)
    },
  }
}

/** Of several processes that find the same stale lock, only the one that gets a second lock may remove the first. */
function takeOver(path: string, directory: string): void {
  const permit = `${path}.takeover`
  if (!tryCreate(permit)) {
    if (!isAlive(holderOf(permit))) rmSync(permit, { force: true })
    throw new Error(`Another process is taking the data folder ${directory}. Try again.`)
  }
  try {
    const holder = holderOf(path)
    if (isAlive(holder)) throw inUse(directory, holder)
    rmSync(path, { force: true })
    if (!tryCreate(path))
      throw new Error(`Another process just took the data folder ${directory}. Try again.`)
  } finally {
    rmSync(permit, { force: true })
  }
}

/** A link appears with its content or not at all, so that nobody ever reads a lock without a process id. */
function tryCreate(path: string): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, String(process.pid), { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function inUse(directory: string, holder: number): Error {
  return new Error(
    `The data folder ${directory} is in use by process ${holder}. Stop it, or set BINDERY_DATA_DIR to another folder.`,
  )
}
