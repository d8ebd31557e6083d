import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { commandPage, treeBlock } from './help/pages.ts'

/** Writes the page of commands and the tree in the README from the registry. */
const folder = dirname(import.meta.dirname)
const readme = join(folder, 'README.md')
const block = await treeBlock()
writeFileSync(join(folder, 'commands.md'), await commandPage())
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(/```text\nbindery\n[\s\S]*?```\n/, () => block),
)
