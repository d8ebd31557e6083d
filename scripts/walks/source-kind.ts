import { sourceFiles } from './source-kind-files.ts'
import { tests, type Walk, writeHttpSurface } from './walk.ts'

const sources = 'packages/sources/src'

const line = `  bulletin: {
    load: async () => (await import('./bulletin/adapter.ts')).bulletinAdapter,
    claim: () => import('./bulletin/effect-claim.ts'),
  },
`

const refusal = `  bulletin: { plan: { board: 'slots' }, connection: answering(409, { message: said }) },
`

/** Boards that can be read: a document names them, and each is an address of its own. */
export const sourceKind: Walk = {
  heading: 'Source kind',
  names: { kind: 'bulletin', provider: 'canteen' },
  changes: [
    ...Object.entries(sourceFiles).map(([name, is]) => ({ file: `${sources}/bulletin/${name}`, is })),
    { file: `${sources}/registry.ts`, list: 'const kinds: ', text: line },
    { file: `${sources}/refusals.test.ts`, list: 'const refusals: ', text: refusal },
  ],
  runs: [writeHttpSurface],
  proofs: [
    tests([
      `${sources}/bulletin/bulletin.test.ts`,
      `${sources}/refusals.test.ts`,
      `${sources}/passes/conclude-catalog.test.ts`,
    ]),
  ],
}
