import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface DirectoryLock {
  release(): void
}

/**
 * Takes a folder for this process by an exclusive file with its process id. A lock left by a process that is gone is
 * taken over. Throws, naming the process, while its holder lives.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const path = join(directory, 'lock')
  if (tryCreate(path)) return { release: () => rmSync(path, { force: true }) }
  const holder = Number(readFileSync(path, 'utf8'))
  if (isAlive(holder)) {
    throw new Error(
      `The data folder ${directory} is in use by process ${holder}. Stop it, or set BINDERY_DATA_DIR to another folder.`,
    )
  }
  rmSync(path, { force: true })
  if (!tryCreate(path)) throw new Error(`Another process just took the data folder ${directory}.`)
  return { release: () => rmSync(path, { force: true }) }
}

function tryCreate(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, String(process.pid))
    closeSync(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
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
