import type { Command } from '../command.ts'
import { members, own, text } from '../schemas/output-schema.ts'
import { version } from '../version.ts'

export const command: Command = {
  summary: 'The versions of this command and of Node',
  takes: [],
  output: own(members({ version: text, node: text })),
  example: 'version',
  run: async () => ({ data: { version, node: process.versions.node } }),
}
