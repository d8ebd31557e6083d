import { readdirSync, type Dirent } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Resource } from '@bindery/client'
import type { Call } from '../command.ts'
import { optionalArgument, switchFlag, textFlag } from '../command-line/parameter.ts'
import { invalidInput, missingInput } from '../failures/cli-error.ts'
import { membersOf } from '../output/rows.ts'

export const folderArgument = optionalArgument('folder', 'Where the files are; "bindery" unless given')
export const projectFlag = textFlag('project', 'Whose files they are; that of bindery.yaml unless given')
export const pruneFlag = switchFlag('prune', 'Takes away skills that the files of the project hold no more')

/** A file with the resource that it holds. */
export interface ResourceFile {
  /** From the folder of the command, as a person would type it. */
  readonly path: string
  readonly resource: Resource
}

/** What a folder of files says. */
export interface ResourceFolder {
  readonly files: readonly ResourceFile[]
  readonly project: string | undefined
}

const settingsName = 'bindery.yaml'

/**
 * Every resource of a folder, one a file, in the order of their paths; folders and files that begin with a dot are left out. Throws
 * CliError for a folder without any, and with every file that holds none.
 */
export async function readFolder(call: Call): Promise<ResourceFolder> {
  const folder = call.get(folderArgument) ?? 'bindery'
  const paths = filesIn(call, folder)
  const files: ResourceFile[] = []
  const strange: string[] = []
  for (const path of paths.filter((one) => one !== join(folder, settingsName))) {
    const document = await call.reader.document(path)
    if (isResource(document)) files.push({ path, resource: document })
    else strange.push(path)
  }
  if (strange.length > 0) {
    throw invalidInput(
      `These files hold no resource: ${strange.join(', ')}.`,
      'A resource has "apiVersion: bindery/v1" and "kind: Agent" or "kind: Binding".',
    )
  }
  if (files.length === 0) {
    throw missingInput(`There is no resource in ${folder}.`, 'Write some with "bindery pull <agent>".')
  }
  return { files, project: call.get(projectFlag) ?? (await projectOf(call, folder, paths)) }
}

function filesIn({ world }: Call, folder: string): readonly string[] {
  try {
    return readdirSync(resolve(world.folder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isOurs(entry))
      .map((entry) => join(folder, pathBelow(entry, resolve(world.folder, folder))))
      .filter(
        (path) => !path.split(/[\\/]/).some((part) => part.startsWith('.') && part !== '.' && part !== '..'),
      )
      .sort()
  } catch (cause) {
    throw missingInput(
      `${folder} cannot be read.`,
      `Give a folder that is there, or write one with "bindery pull <agent>" (${String(cause)}).`,
    )
  }
}

const isOurs = ({ name }: Dirent): boolean =>
  /\.(ya?ml|json)$/i.test(name) && !/\.(lock|schema)\.json$/i.test(name)

const pathBelow = (entry: Dirent, root: string): string =>
  join(entry.parentPath, entry.name).slice(root.length + 1)

async function projectOf(
  { reader }: Call,
  folder: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const path = join(folder, settingsName)
  if (!paths.includes(path)) return undefined
  const project = membersOf(await reader.document(path)).get('project')
  if (project === undefined || typeof project === 'string') return project
  throw invalidInput(`"project" in ${path} is no text.`)
}

/** What it holds is for the server to judge; that it is a resource is looked at. */
function isResource(value: unknown): value is Resource {
  const members = membersOf(value)
  return (
    typeof members.get('apiVersion') === 'string' &&
    ['Agent', 'Binding'].includes(String(members.get('kind')))
  )
}
