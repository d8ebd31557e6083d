import { insertThings, type Thing, tables, things } from './things.ts'

/** A thing that leads to two others, perhaps. */
export interface Node extends Thing {
  readonly parent_id: number | null
  readonly other_id: number | null
}

export type Link = 'parent' | 'other'

/** Some lead to themselves, some nowhere, and some to what leads back. */
export const nodes: readonly Node[] = things.map((thing) => ({
  ...thing,
  parent_id: thing.id % 11 === 3 ? null : Math.floor(thing.id / 4),
  other_id: thing.id % 5 === 2 ? null : (thing.id * 7 + 1) % 90,
}))

export const follow = (node: Node | undefined, links: readonly Link[]): Node | undefined =>
  links.reduce<Node | undefined>((at, link) => {
    const id = link === 'parent' ? at?.parent_id : at?.other_id
    return id === null || id === undefined ? undefined : nodes[id]
  }, node)

/** The nodes that lead to one. */
export const leadingTo = ({ id }: Node, link: Link): readonly Node[] =>
  nodes.filter((node) => (link === 'parent' ? node.parent_id : node.other_id) === id)

/** What a row that there is not holds. Its id is never asked for. */
export const nothing: Thing = {
  id: -1,
  name: null,
  n: null,
  big: null,
  amount: null,
  day: null,
  at: null,
  flag: null,
  state: null,
  clock: null,
}

/** Statements that make and fill the table, each on its own. */
export function nodeTables(dialect: 'postgres' | 'mysql'): readonly string[] {
  const made = tables[dialect].split(';').filter((text) => text.trim() !== '')
  const links = nodes
    .map(({ id, parent_id, other_id }) => `(${id}, ${parent_id ?? 'null'}, ${other_id ?? 'null'})`)
    .join(', ')
  const columns = 'name, n, big, amount, day, at, flag, state, clock'
  const copied = `select thing.id, ${columns}, parent_id, other_id from thing join links on links.id = thing.id order by thing.id`
  return [
    ...made,
    insertThings(dialect),
    'create table links (id int primary key, parent_id int, other_id int)',
    `insert into links values ${links}`,
    `create table node as ${copied}`,
    'alter table node add primary key (id)',
    'create index node_parent on node (parent_id)',
    'create index node_other on node (other_id)',
    'alter table node add constraint node_parent_fk foreign key (parent_id) references node (id)',
    'alter table node add constraint node_other_fk foreign key (other_id) references node (id)',
    'drop table links',
    'drop table thing',
  ]
}
