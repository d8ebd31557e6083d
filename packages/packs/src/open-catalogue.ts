import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Issue } from '@bindery/model'
import { checkPack } from './check-pack.ts'
import { type Pack, packFileNames } from './pack.ts'

/** The packs of a folder. */
export interface PackCatalogue {
  /** By id. */
  readonly packs: readonly Pack[]
  /** What is wrong with packs that are left out; each path begins with the folder of the pack. */
  readonly issues: readonly Issue[]
}

/** Where the packs of the platform are. */
export const standardCatalogue: string = fileURLToPath(new URL('../catalogue', import.meta.url))

/** Reads every folder of a catalogue. A broken pack is left out with its issues and harms no other. */
export function openCatalogue(directory: string = standardCatalogue): PackCatalogue {
  const packs: Pack[] = []
  const issues: Issue[] = []
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const id of folders.map(({ name }) => name).sort()) {
    const read = (name: string) => readText(join(directory, id, name))
    const [manifest, presets, guidance] = packFileNames.map(read)
    const checked = checkPack(id, {
      'manifest.json': manifest,
      'presets.json': presets,
      'guidance.json': guidance,
    })
    if (checked.ok) packs.push(checked.value)
    else issues.push(...checked.failure.map((issue) => ({ ...issue, path: [id, ...issue.path] })))
  }
  return { packs, issues }
}

/** A file of a pack's `fixtures` folder; undefined when it is not there. */
export function readPackFixture(id: string, name: string, directory = standardCatalogue): string | undefined {
  return readText(join(directory, id, 'fixtures', name))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
