import type { Condition, Json, JsonObject, OrderEntry } from '@bindery/model'
import fc from 'fast-check'
import { follow, leadingTo, type Link, type Node, nodes, nothing } from './nodes.ts'
import { anyCondition, type PlainCondition } from './random-where.ts'
import type { Thing } from './things.ts'

/** A condition on a node or on what it leads to. */
interface FarCondition {
  readonly links: readonly Link[]
  readonly plain: PlainCondition
}

/** Of some conditions one is enough, where there are several. */
type Group = readonly FarCondition[]

interface FarOrder {
  readonly links: readonly Link[]
  readonly field: 'id' | 'n' | 'name'
  readonly direction: 'asc' | 'desc'
}

/** Rows that are asked for, and rows within them. */
export interface WantedRows {
  readonly where: readonly Group[]
  readonly order: readonly FarOrder[]
  readonly max: number
  /** Ways to a number that is read of each row. */
  readonly reads: readonly (readonly Link[])[]
  readonly inner: readonly InnerRows[]
}

interface InnerRows extends WantedRows {
  /** Relations to the row that they lead to. */
  readonly links: readonly Link[]
  readonly by: Link
}

const link = fc.constantFrom<Link>('parent', 'other')
export const links = fc.array(link, { maxLength: 3 })

const condition: fc.Arbitrary<FarCondition> = fc
  .record({ links: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, links), plain: anyCondition })
  .filter((far) => far.links.length === 0 || far.plain.authored.field !== 'id')

const group = fc.oneof(
  { weight: 4, arbitrary: condition.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 2, maxLength: 2 }) },
)

const orders = (fewest: number) =>
  fc.uniqueArray(
    fc.record({
      links: fc.array(link, { maxLength: 2 }),
      field: fc.constantFrom('id' as const, 'n' as const, 'name' as const),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    }),
    { minLength: fewest, maxLength: 2, selector: ({ links: way, field }) => [...way, field].join('.') },
  )

function rows(depth: number): fc.Arbitrary<WantedRows> {
  return fc.record({
    where: fc.array(group, { minLength: depth === 0 ? 1 : 0, maxLength: 2 }),
    // Rows that a search finds have no order of their own; those within them come by their key.
    order: orders(depth === 0 ? 1 : 0),
    max: fc.integer({ min: 1, max: depth === 0 ? 8 : 3 }),
    reads: fc.array(links, { maxLength: 2 }),
    inner: depth === 2 ? fc.constant([]) : fc.array(inner(depth), { maxLength: depth === 0 ? 2 : 1 }),
  })
}

const inner = (depth: number): fc.Arbitrary<InnerRows> =>
  fc
    .tuple(fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(link, { maxLength: 1 })), link)
    .chain(([way, by]) => rows(depth + 1).map((wanted) => ({ ...wanted, links: way, by })))

const everyRows = (wanted: WantedRows): readonly WantedRows[] => [wanted, ...wanted.inner.flatMap(everyRows)]
const conditionsOf = (wanted: WantedRows): readonly PlainCondition[] =>
  everyRows(wanted).flatMap(({ where }) => where.flat().map(({ plain }) => plain))

/** Conditions of which each group must hold, by constants alone. */
export const constantGroups: fc.Arbitrary<readonly Group[]> = fc
  .array(group, { minLength: 1, maxLength: 2 })
  .filter((groups) => groups.flat().every(({ plain }) => plain.authored.param === undefined))

/** Parameters have names of their own, four are optional at most, and no relation is read twice. */
export const wantedRows: fc.Arbitrary<WantedRows> = rows(0).filter((wanted) => {
  const plain = conditionsOf(wanted)
  const names = plain.flatMap(({ authored }) => authored.param ?? [])
  const optional = plain.filter(({ authored }) => authored.optional === true)
  const isOnce = everyRows(wanted).every((each) => new Set(each.inner.map(pathOf)).size === each.inner.length)
  return isOnce && new Set(names).size === names.length && optional.length <= 4
})

const pathOf = ({ links: way, by }: InnerRows): string => [...way, `node_by_${by}`].join('.')
export const fieldOf = (way: readonly Link[], field: string): string => [...way, field].join('.')

/** The binding that asks for such rows. */
export function toBinding(wanted: WantedRows, path = '$'): object {
  const { where, orderBy, ...entry } = toEntry(wanted, 'nodes')
  return {
    operation: 'node.find',
    toolName: 'Find nodes',
    where,
    orderBy,
    projection: [{ ...entry, path }],
  }
}

function toEntry(wanted: WantedRows, leaf: string) {
  return {
    leaf,
    max: wanted.max,
    ...(wanted.where.length === 0 ? {} : { where: wanted.where.map(toCondition) }),
    ...(wanted.order.length === 0 ? {} : { orderBy: wanted.order.map(toOrder) }),
    fields: [
      { path: 'id', leaf: 'node_id' },
      ...wanted.reads.map((way, at) => ({ path: fieldOf(way, 'n'), leaf: `read_${at}` })),
      ...wanted.inner.map((each, at): object => ({ ...toEntry(each, `inner_${at}`), path: pathOf(each) })),
    ],
  }
}

export function toCondition(each: Group): Condition {
  const [only, ...more] = each.map(({ links: way, plain: { authored } }) => ({
    ...authored,
    field: fieldOf(way, authored.field ?? ''),
  }))
  if (only === undefined) throw new TypeError('A group has a condition.')
  return more.length === 0 ? only : { anyOf: [only, ...more] }
}

const toOrder = ({ links: way, field, direction }: FarOrder): OrderEntry => ({
  field: fieldOf(way, field),
  direction,
})

export const toParams = (wanted: WantedRows): JsonObject =>
  Object.fromEntries(
    conditionsOf(wanted).flatMap(({ authored, given }) =>
      authored.param === undefined || given === undefined ? [] : [[authored.param, given]],
    ),
  )

const isLeftOut = ({ plain: { authored, given } }: FarCondition): boolean =>
  authored.optional === true && given === undefined

/** Whether every group that a call makes has a condition left. */
export const isAnswered = (wanted: WantedRows): boolean =>
  everyRows(wanted).every(({ where }) => where.every((each) => each.length === 1 || !each.every(isLeftOut)))

/** In which direction the key comes last: of tables in that of the order, of answers always ascending. */
type KeyDirection = 'as_order' | 'asc'

/** What such rows are, by plain evaluation. */
export const meantRows = (wanted: WantedRows, key: KeyDirection = 'as_order'): Json =>
  meant(wanted, nodes, key)

function meant(wanted: WantedRows, among: readonly Node[], key: KeyDirection): Json {
  const found = among.filter((node) => wanted.where.every((each) => holds(each, node)))
  const sorted = [...found].sort((one, other) => compare(one, other, withKey(wanted.order, key)))
  return sorted.slice(0, wanted.max).map((node) => ({
    node_id: node.id,
    ...Object.fromEntries(wanted.reads.map((way, at) => [`read_${at}`, follow(node, way)?.n ?? null])),
    ...Object.fromEntries(
      wanted.inner.map((each, at) => {
        const around = follow(node, each.links)
        return [`inner_${at}`, around === undefined ? null : meant(each, leadingTo(around, each.by), key)]
      }),
    ),
  }))
}

export function holds(each: Group, node: Node): boolean {
  const made = each.filter((one) => !isLeftOut(one))
  return made.length === 0 || made.some(({ links: way, plain }) => plain.holds(follow(node, way) ?? nothing))
}

/** Alike rows come by their key. */
function withKey(wanted: readonly FarOrder[], key: KeyDirection): readonly FarOrder[] {
  const last = key === 'asc' ? 'asc' : (wanted.at(-1)?.direction ?? 'asc')
  return [...wanted, { links: [], field: 'id', direction: last }]
}

/** Null comes before every value. */
function compare(one: Node, other: Node, wanted: readonly FarOrder[]): number {
  for (const { links: way, field, direction } of wanted) {
    const side = compareCells(cellOf(follow(one, way), field), cellOf(follow(other, way), field))
    if (side !== 0) return direction === 'asc' ? side : -side
  }
  return 0
}

const cellOf = (thing: Thing | undefined, field: FarOrder['field']) => thing?.[field] ?? null

function compareCells(one: number | string | null, other: number | string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? -1 : 1
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)))
}
