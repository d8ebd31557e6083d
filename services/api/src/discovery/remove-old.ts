import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const day = 24 * 60 * 60 * 1000
const keptDays = 14

/**
 * Removes bundles, and drafts of some, that nobody has touched for two weeks, but never the one that is named. Another server
 * may run from one that is older than its sources; it touches it whenever it starts a process.
 */
export function removeOld(folder: string, current: string): void {
  const old = readdirSync(folder)
    .filter((name) => /^(?:reader|draft)-/.test(name) && name !== current)
    .map((name) => join(folder, name))
    .filter((path) => ageOf(path) > keptDays * day)
  for (const path of old) rmSync(path, { recursive: true, force: true })
}

/** Somebody else may remove it at the same time: then there is nothing left to remove. */
const ageOf = (path: string): number =>
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
