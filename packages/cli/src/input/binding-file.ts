import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AnyPlacedBinding } from '@bindery/client'
import type { Call } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { invalidInput } from '../failures/cli-error.ts'
import { membersOf } from '../output/rows.ts'

/** The file of every command that is about a binding. */
export const bindingFile = argument('file', 'The binding as YAML or JSON; - is standard input')

/** The binding in a file. What it holds is for the server to judge; that it is an object of one form or the other is looked at. */
export async function readBinding({ reader }: Call, path: string): Promise<AnyPlacedBinding> {
  const document = await reader.document(path)
  if (isBinding(document)) return document
  const names = [...membersOf(document).keys()].join(', ')
  throw invalidInput(
    `${path} holds no binding: ${names === '' ? 'it is no object' : `its members are ${names}`}.`,
    'A binding has "toolName" and either "integration" with "operation", or "steps".',
  )
}

export function isBinding(value: unknown): value is AnyPlacedBinding {
  const members = membersOf(value)
  const isOne = typeof members.get('integration') === 'string' && typeof members.get('operation') === 'string'
  return isOne || Array.isArray(members.get('steps'))
}

/** Writes a binding back in the form of its file. Comments of YAML are not kept. */
export async function writeBinding({ world }: Call, path: string, binding: unknown): Promise<void> {
  const isJson = path.endsWith('.json')
  const text = isJson ? `${JSON.stringify(binding, undefined, 2)}\n` : await bindingText(binding)
  writeFileSync(resolve(world.folder, path), text)
}

export async function bindingText(binding: unknown): Promise<string> {
  const { dump } = await import('js-yaml')
  return dump(binding, { lineWidth: 110, noRefs: true })
}
