import { createHash } from 'node:crypto'
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

/** `agents/front-desk.yaml`, `bindings/front-desk/find_customer.yaml`. Whatever an agent is called, it is the name of one file. */
function pathOf(address: string): string {
  const kind = address.slice(0, address.indexOf('/'))
  const rest = address.slice(kind.length + 1)
  if (kind === 'Agent') return `${join('agents', fileName(rest))}.yaml`
  // Function names hold no slash; names of agents may.
  const end = rest.lastIndexOf('/')
  return `${join('bindings', fileName(rest.slice(0, end)), fileName(rest.slice(end + 1)))}.yaml`
}

const mostBytes = 180

/** A name without what a file system reads as more than a name, which stands as `=2F`; long ones are cut and marked. */
function fileName(name: string): string {
  const plain = name.replaceAll(
    /[/\\:*?"<>|=\p{Cc}]|^\.|[. ]$/gu,
    (character) => `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  if (Buffer.byteLength(plain) <= mostBytes) return plain
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 12)
  return `${plain.slice(0, 40).toWellFormed()}=${mark}`
}
