import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { numberFlag, optionalArgument } from '../command-line/parameter.ts'
import { globPattern } from '../input/glob-pattern.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'
import type { Line } from '../terminal/line.ts'

const glob = optionalArgument('glob', "Only operations that it fits: '**/tickets/**#GET', 'ticket*'")
const depth = numberFlag('depth', 'Levels of the tree', { least: 1, most: 20 })

export const command: Command = {
  summary: 'The operations of a provider as a tree, by path or by group',
  takes: [providerArgument, glob, depth],
  output: own(
    listOf(members({ name: text, method: text, path: text, group: text, effect: text, availability: text })),
  ),
  example: "schema tree clinic '**/appointments/**#GET'",
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/index', { params: { path: { kind } } }),
    )
    const { name, method, path, group, effect, availability } = data.operations
    const all = name.map((own, at) => ({
      name: own,
      method: method[at] ?? '',
      path: path[at] ?? '',
      group: group[at] ?? '',
      effect: effect[at] ?? '',
      availability: availability[at] ?? '',
    }))
    const fits = globPattern(get(glob) ?? '**')
    const rows = all.filter(fits)
    return {
      data: rows,
      meta: { shown: rows.length, total: all.length },
      view: lines(treeOf(rows, get(depth) ?? 20)),
      ...(rows.length < all.length && { note: `Showing ${rows.length} of ${all.length} operations.` }),
    }
  },
}

interface Row {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly group: string
  readonly effect: string
}

interface Node {
  readonly children: Map<string, Node>
  readonly rows: Row[]
}

const empty = (): Node => ({ children: new Map(), rows: [] })

function treeOf(rows: readonly Row[], depth: number): readonly Line[] {
  const root = empty()
  for (const row of rows) {
    let node = root
    for (const part of partsOf(row)) {
      const next = node.children.get(part) ?? empty()
      node.children.set(part, next)
      node = next
    }
    node.rows.push(row)
  }
  return linesOf(root, 0, depth)
}

const partsOf = ({ path, group }: Row): readonly string[] =>
  path === '' ? [group === '' ? '(no group)' : group] : path.split('/').filter(Boolean)

function linesOf(node: Node, level: number, depth: number): readonly Line[] {
  const indent = '  '.repeat(level)
  const own = node.rows.map(
    ({ name, method, effect }): Line => [
      indent,
      { style: effect === 'read' ? 'green' : 'yellow', text: method === '' ? effect : method },
      ` ${name}`,
    ],
  )
  const inner = [...node.children].flatMap(([part, child]): readonly Line[] =>
    level + 1 > depth
      ? []
      : [
          [indent, { style: 'bold', text: part }, level + 1 === depth ? ` (${countOf(child)})` : ''],
          ...linesOf(child, level + 1, depth),
        ],
  )
  return level + 1 > depth ? [] : [...own, ...inner]
}

const countOf = (node: Node): number =>
  node.rows.length + [...node.children.values()].reduce((sum, child) => sum + countOf(child), 0)
