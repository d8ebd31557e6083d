import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { unwrap } from '@bindery/client'
import { type Call, type Command, lines } from '../command.ts'
import { folderArgument } from '../files/resource-files.ts'
import { bindingText } from '../input/binding-file.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { membersOf } from '../output/rows.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'

const outcome = { enum: ['written', 'rewritten', 'unchanged'] }

export const command: Command = {
  summary: 'Writes an agent and its bindings into files, one each',
  takes: [agentArgument, folderArgument],
  output: own(
    members({
      files: listOf(members({ path: text, address: text, outcome })),
      leftOut: listOf(members({ address: text, origin: text })),
    }),
  ),
  example: 'pull front-desk bindery',
  run: async (call) => {
    const { get, api, names } = call
    const agent = await names.agent(get(agentArgument))
    const ask = '/api/v1/agents/{agentId}/resources'
    const { data } = unwrap(await api.GET(ask, { params: { path: { agentId: agent.id } } }))
    const addresses = Object.keys(data.bases)
    const files = await Promise.all(
      data.resources.map((resource, at) => writeResource(call, addresses[at] ?? '', resource)),
    )
    return {
      data: { files, leftOut: data.leftOut },
      view: lines(files.map((file) => `${file.outcome.padEnd(9)} ${file.path}`)),
      warnings: [
        ...data.leftOut.map(({ address, origin }) => ({
          code: 'left_out',
          message: `${address} is not written: it is made by its ${origin.replace('_', ' ')}.`,
        })),
        ...files.flatMap(({ outcome: done, path }) =>
          done === 'rewritten'
            ? [
                {
                  code: 'rewritten',
                  message: `${path} differed and was written anew; comments in it are gone.`,
                },
              ]
            : [],
        ),
      ],
    }
  },
}

/** A file that says the same already keeps its comments. */
async function writeResource({ get, reader, world }: Call, address: string, resource: unknown) {
  const path = join(get(folderArgument) ?? 'bindery', pathOf(address))
  const target = resolve(world.folder, path)
  const isThere = existsSync(target)
  if (isThere && isDeepStrictEqual(withoutMove(await reader.document(path)), withoutMove(resource)))
    return { path, address, outcome: 'unchanged' }
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, await bindingText(resource))
  return { path, address, outcome: isThere ? 'rewritten' : 'written' }
}

/** Where a skill was stands in files alone. */
function withoutMove(document: unknown): unknown {
  const { moved: _moved, ...rest } = Object.fromEntries(membersOf(document))
  return rest
}

/** `agents/front-desk.yaml`, `bindings/front-desk/find_customer.yaml`; what a name of a file cannot hold stands as `=20`. */
function pathOf(address: string): string {
  const [kind = '', ...parts] = address.split('/')
  const names = parts.map((part) => encodeURIComponent(part).replaceAll('%', '='))
  return `${join(kind === 'Agent' ? 'agents' : 'bindings', ...names)}.yaml`
}
