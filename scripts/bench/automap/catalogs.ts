import type { SchemaCatalog } from '../../../packages/model/src/index.ts'
import type { Goal } from './goals.ts'
import { loadCatalog } from './load-catalog.ts'
import { loadInTime } from './load-in-time.ts'

/** Goals that cannot be measured, by the documents that they are about. */
export interface SkippedDocument {
  readonly document: string
  readonly goals: number
  readonly reason: string
}

export interface ReadCatalogs {
  readonly catalogs: ReadonlyMap<string, SchemaCatalog>
  readonly skipped: readonly SkippedDocument[]
  /** What of a document could not be used although its goals are measured. */
  readonly notes: readonly string[]
}

/**
 * Catalogs of what goals are about, by `documentOf`. A document that cannot be read stops none of the others; with a deadline, in
 * ms, neither does one that is never done.
 */
export async function readCatalogs(
  goals: readonly Goal[],
  specs: string,
  deadlineMs?: number,
): Promise<ReadCatalogs> {
  const catalogs = new Map<string, SchemaCatalog>()
  const skipped: SkippedDocument[] = []
  const notes: string[] = []
  for (const document of new Set(goals.map(documentOf))) {
    const own = goals.filter((goal) => documentOf(goal) === document)
    const names = own[0]?.source_file ?? []
    const loaded =
      deadlineMs === undefined
        ? await loadCatalog(names, specs)
        : await loadInTime({ names, specs, deadlineMs })
    if (loaded.status === 'loaded') {
      catalogs.set(document, loaded.catalog)
      notes.push(...loaded.notes.map((note) => `${document}: ${note}`))
    } else skipped.push({ document, goals: own.length, reason: loaded.reason })
  }
  return { catalogs, skipped, notes }
}

/** The same, with everything that could not be read said on the error output. */
export async function loadCatalogs(
  goals: readonly Goal[],
  specs: string,
): Promise<ReadonlyMap<string, SchemaCatalog>> {
  const read = await readCatalogs(goals, specs)
  sayWhatIsMissing(read)
  return read.catalogs
}

export function sayWhatIsMissing({ skipped, notes }: ReadCatalogs): void {
  for (const note of notes) console.error(`note: ${note}`)
  for (const { document, goals, reason } of skipped)
    console.error(`SKIPPED: ${goals} goals over ${document}: ${reason}`)
}

export const documentOf = (goal: Goal): string => goal.source_file.join(' ')
