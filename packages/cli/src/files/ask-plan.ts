import { type ResourceChange, unwrap } from '@bindery/client'
import type { Call } from '../command.ts'
import { CliError } from '../failures/cli-error.ts'
import { findingLines, planLines } from './plan-lines.ts'
import { pruneFlag, readFolder, type ResourceFile } from './resource-files.ts'

/** What is asked of a server: resources, and whose they are. */
export interface Wanted {
  readonly resources: ResourceFile['resource'][]
  readonly project?: string
  readonly prune: boolean
}

export interface Planned {
  readonly wanted: Wanted
  readonly changes: readonly ResourceChange[]
  readonly blocked: readonly string[]
}

/** Asks what would become of the files of a folder, and says it. */
export async function askPlan(call: Call): Promise<Planned> {
  const { get, lookups, terminal } = call
  const { files, project } = await readFolder(call)
  const wanted = {
    resources: files.map(({ resource }) => resource),
    ...(project !== undefined && { project }),
    prune: get(pruneFlag),
  }
  const { data } = unwrap(await lookups.POST('/api/v1/plan', { body: wanted }))
  for (const line of planLines(data.changes)) terminal.say(line)
  for (const line of findingLines(data.changes, files)) terminal.say(line)
  return { wanted, ...data }
}

/** Throws CliError where anything stands against a plan. */
export function requireOpen({ blocked }: Planned): void {
  if (blocked.length === 0) return
  throw new CliError({
    code: 'input_invalid',
    exit: 'invalid',
    message: `Nothing was applied: something stands against ${blocked.join(', ')}.`,
    fix: 'Correct what the lines above say.',
  })
}
