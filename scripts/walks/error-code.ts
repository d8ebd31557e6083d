import { types, type Walk } from './walk.ts'

const table = 'packages/model/src/platform-error.ts'

const page = `
import { describeErrorPage } from './services/api/src/http/error-page.ts'
if (!describeErrorPage('quota_used_up')?.includes('The quota is used up. HTTP status 409.')) process.exit(1)
`

export const errorCode: Walk = {
  heading: 'Error code',
  names: {},
  changes: [
    {
      file: table,
      list: 'export const errorTable',
      text: `  quota_used_up: row(409, 'The quota is used up', 'operator'),\n`,
    },
  ],
  proofs: [types('packages/model'), ['--import', 'tsx', '--input-type=module', '--eval', page]],
}
