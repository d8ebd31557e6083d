import { createReadStream, existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { restoreStore } from '@bindery/store/backup'
import { ConfigError, loadConfig } from '../config.ts'
import { locationOf, requireMasterKeys } from '../open-configured-store.ts'
import { tellSummary } from './told-summary.ts'

const usage = `npm run restore -- <file>              into a store that is empty
npm run restore -- --replace <file>    in place of what the store holds`

/** `npm run restore`: writes a backup into the store of the settings while no server runs. All of it, or nothing. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  })
  const [file, more] = positionals
  if (file === undefined || more !== undefined) throw new ConfigError([usage])
  if (!existsSync(file)) throw new ConfigError([`There is no file ${file}.`])
  const config = loadConfig()
  const { summary, epoch } = await restoreStore(locationOf(config), {
    ...requireMasterKeys(config),
    archive: createReadStream(file),
    ifInhabited: values.replace ? 'replace' : 'refuse',
  })
  process.stdout.write(`${tellSummary(summary)}${whatNow(summary.madeAt, epoch)}`)
}

const whatNow = (madeAt: string, epoch: number): string => `
The store is as of ${madeAt}, in epoch ${epoch}.
- Writes that were made later are not known here. One that is called with a key of its caller is refused as "restored", until the
  caller says by "Bindery-Epoch: ${epoch}" that it was not made before.
- API keys, secrets and grants that were revoked later are back: revoke them again, and rotate what was rotated.
- Sessions, confirmations that waited, verified callers and work that was queued have ended.
`

main().catch((error: unknown) => {
  const isNotEmpty = error instanceof Error && error.message.includes('holds data already')
  process.stderr.write(`${error instanceof Error ? error.message : 'The restore failed.'}\n`)
  if (isNotEmpty) process.stderr.write(`${usage}\n`)
  process.exit(1)
})
