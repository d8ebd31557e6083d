import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { flushFolder } from './flush-folder.ts'

/** Names in the data folder. One that is `ready` takes the place of the live one; a `draft` is not finished. */
export const clusterNames = {
  live: 'postgres',
  draft: 'postgres.restoring',
  ready: 'postgres.restored',
  old: 'postgres.replaced',
  copy: 'postgres.copied',
} as const

/** Lets a finished, closed draft become the live cluster: by one rename, which `settleSwap` completes whatever happens then. */
export function promoteDraft(directory: string): void {
  const at = (name: keyof typeof clusterNames): string => join(directory, clusterNames[name])
  flushFolder(at('draft'))
  renameSync(at('draft'), at('ready'))
  settleSwap(directory)
}

/**
 * Completes what a process that was killed had begun in a folder that the caller holds: a cluster that is ready takes its place,
 * and what is half made, or was replaced, goes.
 */
export function settleSwap(directory: string): void {
  const at = (name: keyof typeof clusterNames): string => join(directory, clusterNames[name])
  const remove = (name: keyof typeof clusterNames): void => rmSync(at(name), { recursive: true, force: true })
  remove('draft')
  remove('copy')
  if (existsSync(at('ready'))) {
    if (existsSync(at('live'))) {
      remove('old')
      renameSync(at('live'), at('old'))
    }
    renameSync(at('ready'), at('live'))
  }
  remove('old')
}
