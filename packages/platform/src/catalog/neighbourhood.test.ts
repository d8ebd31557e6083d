import { describe, expect, it, test } from 'vitest'
import { EdgeIndex, neighbourhoodOf, type NeighbourhoodQuery } from './neighbourhood.ts'

const edge = (from: string, to: string) => ({ name: `${from}>${to}`, from, to })
const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** A chain a-b-c-d, a hub with 60 spokes that has an edge to `b`, and a circle of spokes. */
const index = new EdgeIndex([
  edge('a', 'b'),
  edge('b', 'c'),
  edge('c', 'd'),
  edge('d', 'd'),
  edge('hub', 'b'),
  ...range(60).map((spoke) => edge('hub', `s${spoke}`)),
  ...range(60).map((spoke) => edge(`s${spoke}`, `s${(spoke + 1) % 60}`)),
])

const around = (query: Partial<NeighbourhoodQuery>) => {
  const { nodes, edges, cut } = neighbourhoodOf(index, {
    focus: ['a'],
    steps: 1,
    limit: 150,
    perHub: 25,
    weightOf: (name) => Number(/^s(\d+)$/.exec(name)?.[1] ?? -1),
    ...query,
  })
  return { nodes: Object.fromEntries(nodes), edges: edges.map(({ name }) => name), cut }
}

describe('what is around', () => {
  test.each([
    [{ steps: 1 }, { a: 0, b: 1 }],
    [{ steps: 2 }, { a: 0, b: 1, c: 2, hub: 2 }],
    [{ focus: ['a', 'd'] }, { a: 0, d: 0, b: 1, c: 1 }],
    [{ focus: ['alone'], steps: 3 }, { alone: 0 }],
  ])('%j', (query, nodes) => {
    expect(around(query).nodes).toEqual(nodes)
  })

  it('shows edges between objects that are shown, also those that nobody followed', () => {
    expect(around({ focus: ['a', 'd'] }).edges.sort()).toEqual(['a>b', 'b>c', 'c>d', 'd>d'])
  })

  it('follows the most used of a hub first, and says what is cut', () => {
    const { nodes, cut } = around({ focus: ['hub'], perHub: 3 })
    expect(Object.keys(nodes)).toEqual(['hub', 's59', 's58', 's57'])
    expect(cut).toEqual([{ object: 'hub', direction: 'out', shown: 3, total: 61 }])
  })

  it('does not spend places of a hub on what is not shown yet before what is', () => {
    expect(around({ focus: ['hub', 'b'], perHub: 1 }).edges).toContain('hub>b')
  })

  test.each([1, 2, 3])('keeps the bounds at %i steps', (steps) => {
    const { nodes, edges, cut } = around({ focus: ['hub', 'b'], steps, limit: 10 })
    expect(Object.keys(nodes).length).toBe(10)
    expect(edges.length).toBeLessThanOrEqual(20)
    expect(edges.filter((name) => name.split('>').some((end) => !(end in nodes)))).toEqual([])
    for (const { shown, total } of cut) expect(shown).toBeLessThan(total)
  })

  it('says of every object that was looked around from how many of its edges are not shown', () => {
    const { nodes, edges, cut } = around({ focus: ['hub'], steps: 2, limit: 30 })
    const wanted = Object.entries(nodes).flatMap(([object, step]) =>
      step === 2
        ? []
        : (['out', 'in'] as const).flatMap((direction) => {
            const total = index.of(object, direction).length
            const end = direction === 'out' ? 0 : 1
            const shown = edges.filter((name) => name.split('>')[end] === object).length
            return shown === total ? [] : [{ object, direction, shown, total }]
          }),
    )
    expect(cut).toEqual(wanted)
    expect(cut.length).toBeGreaterThan(0)
  })
})
