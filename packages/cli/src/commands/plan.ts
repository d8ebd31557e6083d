import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, lines } from '../command.ts'
import { switchFlag, textFlag } from '../command-line/parameter.ts'
import { askPlan } from '../files/ask-plan.ts'
import { folderArgument, projectFlag, pruneFlag } from '../files/resource-files.ts'
import { answerOf } from '../schemas/output-schema.ts'

const out = textFlag('out', 'Keeps the plan in a file, for "apply --plan"')
const detailed = switchFlag('fail-on-changes', 'Ends with 7 where anything differs')

export const command: Command = {
  summary: 'What applying a folder of files would change; changes nothing',
  takes: [folderArgument, projectFlag, pruneFlag, out, detailed],
  output: answerOf('POST /api/v1/plan'),
  example: 'plan bindery --out plan.json',
  run: async (call) => {
    const { get, world } = call
    const planned = await askPlan(call)
    const { changes, blocked } = planned
    const path = get(out)
    if (path !== undefined) {
      const kept = {
        ...planned.wanted,
        bases: Object.fromEntries(changes.map(({ address, base }) => [address, base])),
      }
      writeFileSync(resolve(world.folder, path), `${JSON.stringify(kept, undefined, 2)}\n`)
    }
    const isChange = changes.some(({ action }) => action !== 'none')
    return {
      data: { changes, blocked },
      view: lines([]),
      ...(blocked.length > 0 && { exit: 'invalid' as const }),
      ...(blocked.length === 0 && get(detailed) && isChange && { exit: 'drift' as const }),
    }
  },
}
