import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Command, lines } from '../command.ts'
import { switchFlag } from '../command-line/parameter.ts'
import { invalidInput } from '../failures/cli-error.ts'
import { clientFlags, mergedConfig, wantedConfig } from '../mcp/served-agent.ts'
import { jsonText } from '../output/json-text.ts'
import { members, own, text } from '../schemas/output-schema.ts'

const print = switchFlag('print', 'Shows what the file would hold, and writes nothing')

export const command: Command = {
  summary: 'Puts an agent into the configuration of a client of MCP, beside what stands there',
  takes: [...clientFlags, print],
  output: own(
    members({ client: text, file: text, written: { type: 'boolean' }, config: { type: 'object' } }),
  ),
  example: 'mcp install front-desk --client cursor --yes',
  dryRun: 'own',
  run: async (call) => {
    const { get, reader, settings } = call
    const wanted = await wantedConfig(call)
    const { client, file, next } = wanted
    const config = mergedConfig(readConfig(file), wanted)
    const isShown = get(print) || settings.sending !== 'send'
    if (!isShown) {
      await reader.agree(`Write ${file}?`)
      writeConfig(file, config)
    }
    return {
      data: { client, file, written: !isShown, config },
      view: lines(isShown ? jsonText(config, 2).split('\n') : [`Wrote ${file}`]),
      note: next,
    }
  },
}

/** What stands in the file; nothing when it is not there. Throws CliError rather than overwrite what cannot be read. */
function readConfig(file: string): unknown {
  if (!existsSync(file)) return {}
  const text = readFileSync(file, 'utf8')
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw invalidInput(
      `${file} is no plain JSON, and was left as it is.`,
      'Put in by hand what "bindery mcp config" shows.',
    )
  }
}

function writeConfig(file: string, config: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(config, undefined, 2)}\n`)
  renameSync(draft, file)
}
