import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { isJsonObject, parseJson, type SourceAdapter } from '@bindery/model'
import { buildSchema, graphql } from 'graphql'
import { runOver } from '../agreement/run-once.ts'
import { connectionTo } from './connection-to.ts'
import { follow, leadingTo, type Link, type Node, nodes } from './nodes.ts'
import { compiledOver, type TablesDatabase } from './tables-database.ts'
import { now, zone } from './things.ts'
import { thingFields, thingTypes, toRow } from './things-provider.ts'

/** The nodes behind a server that gives whatever leads to a node with it, and knows no conditions. */
export async function openNodesProvider(adapter: SourceAdapter): Promise<TablesDatabase> {
  const provider = await startProvider((request, response) => {
    void text(request)
      .then(answerQuery)
      .then((answer) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
      )
  })
  const live = connectionTo(provider.origin)
  const documents = () => Promise.resolve([{ name: 'nodes', bytes: new TextEncoder().encode(schemaText) }])
  const { catalog } = await adapter.introspect({ ...live, documents }, AbortSignal.timeout(60_000))
  const [only] = catalog.operations
  if (only === undefined) throw new TypeError('The nodes are listed by one operation.')
  return {
    skillOf: (binding) => compiledOver(catalog, adapter, { ...binding, operation: only.name, rows: 'items' }),
    run: (skill, params) =>
      runOver(skill, { params, rules: [], adapter, connection: live, timezone: zone.name, now }),
    drop: provider.close,
  }
}

const schemaText = `
${thingTypes}
type Node { ${thingFields} parent: Node other: Node node_by_parent: [Node!]! node_by_other: [Node!]! }
type Nodes { items: [Node!]! }
type Query { nodes: Nodes! }
`
const schema = buildSchema(schemaText)

function toNode(node: Node): object {
  const linked = (link: Link) => {
    const found = follow(node, [link])
    return found === undefined ? null : toNode(found)
  }
  return {
    ...toRow(node),
    parent: () => linked('parent'),
    other: () => linked('other'),
    node_by_parent: () => leadingTo(node, 'parent').map(toNode),
    node_by_other: () => leadingTo(node, 'other').map(toNode),
  }
}

async function answerQuery(body: string): Promise<unknown> {
  const asked = parseJson(body)
  const source = isJsonObject(asked) ? asked['query'] : undefined
  const rootValue = { nodes: { items: nodes.map(toNode) } }
  return graphql({ schema, source: typeof source === 'string' ? source : '', rootValue })
}
