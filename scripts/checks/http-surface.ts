import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeEveryRoute } from '../../services/api/src/describe-every-route.ts'
import { fail, root } from './project.ts'

/** The served description of the HTTP API is committed, so that a change of it is seen in review. */
const file = join(root, 'services/api/openapi.json')
const text = `${JSON.stringify(describeEveryRoute(), null, 2)}\n`
if (process.argv.includes('--write')) writeFileSync(file, text)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  fail([
    'services/api/openapi.json is out of date. Run: node --import tsx scripts/checks/http-surface.ts --write',
  ])
}
