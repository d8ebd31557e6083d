import { unwrap } from '@bindery/client'
import { type Call, type Command, lines } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { invalidInput } from '../failures/cli-error.ts'
import { askPlan, requireOpen, type Wanted } from '../files/ask-plan.ts'
import { folderArgument, projectFlag, pruneFlag } from '../files/resource-files.ts'
import { membersOf } from '../output/rows.ts'
import { answerOf } from '../schemas/output-schema.ts'

const planFile = textFlag(
  'plan',
  'A plan that was kept by "plan --out": refused where anything changed since',
)

interface Applying extends Wanted {
  readonly bases: Readonly<Record<string, string | null>>
}

export const command: Command = {
  summary: 'Makes agents and bindings what a folder of files holds: all of them, or nothing',
  takes: [folderArgument, projectFlag, pruneFlag, planFile],
  output: answerOf('POST /api/v1/apply'),
  example: 'apply bindery --yes',
  run: async (call) => {
    const body = await wantedOf(call)
    const { data } = unwrap(await call.api.POST('/api/v1/apply', { body }))
    const made = data.changes.filter(({ action }) => action !== 'none')
    const disabled = made.filter(({ isEnabled }) => isEnabled === false)
    const note = made.length === 0 ? 'Nothing differed.' : `Applied ${made.length}; publish to make it live.`
    return {
      data,
      view: lines(
        disabled.map(({ address }) => `${address} is disabled: enable it with "bindery skill enable".`),
      ),
      warnings: data.changes.flatMap(({ issues }) => issues),
      note,
    }
  },
}

async function wantedOf(call: Call): Promise<Applying> {
  const path = call.get(planFile)
  if (path !== undefined) return readPlan(call, path)
  const planned = await askPlan(call)
  requireOpen(planned)
  if (planned.changes.some(({ action }) => action !== 'none')) await call.reader.agree('Apply this?')
  const bases = Object.fromEntries(planned.changes.map(({ address, base }) => [address, base]))
  return { ...planned.wanted, bases }
}

async function readPlan({ reader }: Call, path: string): Promise<Applying> {
  const document = await reader.document(path)
  if (isPlan(document)) return document
  throw invalidInput(`${path} is no plan.`, 'Make one with "bindery plan --out <file>".')
}

function isPlan(value: unknown): value is Applying {
  const members = membersOf(value)
  return Array.isArray(members.get('resources')) && typeof members.get('bases') === 'object'
}
