import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from '../../services/api/src/config.ts'
import { fail, root } from './project.ts'

/** `.env.example` names every setting that the server reads. With `--write` it is brought up to date. */
const file = join(root, '.env.example')

const head = `# Every setting, each commented out. The README says more under "Settings".
# Nothing reads this file or .env by itself. Copy it to .env, take the "# " away before a name, give it a value, and start with
#   node --env-file=.env scripts/bootstrap.mjs start
# A variable that the shell has set already is not changed by the file.
`
const text = [head, ...Object.entries(settings).map(([name, meaning]) => `# ${meaning}\n# ${name}=\n`)].join(
  '\n',
)

if (process.argv.includes('--write')) writeFileSync(file, text)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  fail([
    '.env.example differs from the settings of config.ts. Run: node --import tsx scripts/checks/env-example.ts --write',
  ])
}
