import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPromises, namedFiles, promiseCount } from './promises/check-promises.ts'
import { listTitles } from './promises/list-titles.ts'
import { fail, root } from './project.ts'

/** Every promise of SECURITY.md names a test that is there, or says what is missing; the open ones are told. */
const document = readFileSync(join(root, 'SECURITY.md'), 'utf8')
const { problems, open } = checkPromises(document, await listTitles(root, namedFiles(document)))
console.log(`${open.length} of ${promiseCount} promises are open: ${open.join(', ')}.`)
fail(problems)
