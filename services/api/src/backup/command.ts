import { createReadStream, createWriteStream, existsSync, linkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { archiveKeyOf, clusterNames, makeArchive, readArchive } from '@bindery/store/backup'
import { type Config, ConfigError, loadConfig } from '../config.ts'
import { locationOf, requireMasterKeys } from '../open-configured-store.ts'
import { version } from '../version.ts'
import { tellSummary } from './told-summary.ts'

const usage = `npm run backup -- <file>            writes an archive of the store
npm run backup -- verify <file>     reads one: whether it is whole, and what it holds`

/**
 * `npm run backup`: the archive that a server gives by itself, for a store on a PostgreSQL server or an embedded one that no
 * server has open. The file appears when it is whole.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true })
  const config = loadConfig()
  const [first, second, third] = positionals
  if (first === 'verify' && second !== undefined && third === undefined) return verify(config, second)
  if (first !== undefined && first !== 'verify' && second === undefined) return make(config, first)
  throw new ConfigError([usage])
}

async function make(config: Config, file: string): Promise<void> {
  const { dataDirectory, databaseUrl } = config
  if (existsSync(file)) throw new ConfigError([`${file} is there already. Name another file.`])
  if (databaseUrl === undefined && !existsSync(join(dataDirectory, clusterNames.live)))
    throw new ConfigError([`There is no embedded database in ${dataDirectory}. Set BINDERY_DATA_DIR.`])
  const { master } = requireMasterKeys(config)
  const draft = `${file}.${process.pid}.part`
  try {
    const archive = makeArchive(locationOf(config), archiveKeyOf(master), version)
    await pipeline(archive, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }))
    // A link takes nobody's place: another file that came meanwhile is left as it is.
    linkSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
  await verify(config, file)
}

async function verify(config: Config, file: string): Promise<void> {
  const { master, older } = requireMasterKeys(config)
  const summary = await readArchive(createReadStream(file), [master, ...older].map(archiveKeyOf))
  process.stdout.write(`${file} is whole. ${tellSummary(summary)}`)
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : 'The backup failed.'
  process.stderr.write(`${message}\n`)
  if (message.includes(' is in use by process '))
    process.stderr.write('A server that runs gives a backup itself: POST /api/v1/backup.\n')
  process.exit(1)
})
