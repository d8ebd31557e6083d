/** A relationship by what it joins. */
export interface Edge {
  readonly name: string
  readonly from: string
  readonly to: string
}

export interface NeighbourhoodQuery {
  /** Objects that it is drawn around, which there must be. */
  readonly focus: readonly string[]
  /** How many edges away an object may be. */
  readonly steps: number
  /** Most objects. */
  readonly limit: number
  /** Most edges of one object in one direction that are followed. */
  readonly perHub: number
  /** How much an object is used, for the choice among many. */
  readonly weightOf: (object: string) => number
}

/** Edges of an object that was looked around from and that are not all shown. */
export interface Cut {
  readonly object: string
  readonly direction: 'in' | 'out'
  readonly shown: number
  readonly total: number
}

export interface Neighbourhood {
  /** Each with its distance from the focus, nearest first. */
  readonly nodes: ReadonlyMap<string, number>
  /** At most twice as many as objects may be. */
  readonly edges: readonly Edge[]
  readonly cut: readonly Cut[]
}

const directions = ['out', 'in'] as const
type Direction = (typeof directions)[number]

/** The edges of each object, by direction, in the order that they were given in. */
export class EdgeIndex {
  readonly edges: readonly Edge[]
  readonly #of = new Map<string, Record<Direction, Edge[]>>()

  constructor(edges: readonly Edge[]) {
    this.edges = edges
    for (const edge of edges) {
      this.#at(edge.from).out.push(edge)
      this.#at(edge.to).in.push(edge)
    }
  }

  of(object: string, direction: Direction): readonly Edge[] {
    return this.#of.get(object)?.[direction] ?? []
  }

  #at(object: string): Record<Direction, Edge[]> {
    const known = this.#of.get(object) ?? { in: [], out: [] }
    this.#of.set(object, known)
    return known
  }
}

/**
 * What is around some objects, step by step and within bounds: of an object with many edges the most used neighbours come
 * first. In time proportional to the edges that are looked at.
 */
export function neighbourhoodOf(index: EdgeIndex, query: NeighbourhoodQuery): Neighbourhood {
  const nodes = new Map(query.focus.slice(0, query.limit).map((name) => [name, 0]))
  const followed = new Set<Edge>()
  let level = [...nodes.keys()]
  for (let step = 1; step <= query.steps && level.length > 0; step += 1) {
    const known = nodes.size
    for (const object of level) follow(index, query, { object, step, nodes, followed })
    // A map keeps the order in which its keys came.
    level = [...nodes.keys()].slice(known)
  }
  const edges = shownEdges(index, { nodes, followed, most: 2 * query.limit })
  return { nodes, edges, cut: cutsOf(index, query, { nodes, edges }) }
}

interface Growing {
  readonly object: string
  readonly step: number
  readonly nodes: Map<string, number>
  readonly followed: Set<Edge>
}

/** Takes the neighbours of an object in, while there is room, and the edges to those that are in. */
function follow(
  index: EdgeIndex,
  query: NeighbourhoodQuery,
  { object, step, nodes, followed }: Growing,
): void {
  const edges = directions.flatMap((direction) => chosen(index, query, { object, direction, nodes }))
  for (const edge of edges) {
    const other = edge.from === object ? edge.to : edge.from
    if (!nodes.has(other) && nodes.size < query.limit) nodes.set(other, step)
    if (nodes.has(other)) followed.add(edge)
  }
}

interface Choice {
  readonly object: string
  readonly direction: Direction
  readonly nodes: ReadonlyMap<string, number>
}

/** What is shown already costs no place, so it comes first; then by use. */
function chosen(
  index: EdgeIndex,
  { perHub, weightOf }: NeighbourhoodQuery,
  { object, direction, nodes }: Choice,
): readonly Edge[] {
  const all = index.of(object, direction)
  if (all.length <= perHub) return all
  const rankOf = (edge: Edge): number => {
    const other = direction === 'out' ? edge.to : edge.from
    return nodes.has(other) ? Infinity : weightOf(other)
  }
  const ranked = all.map((edge) => ({ edge, rank: rankOf(edge) }))
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
  return ranked.slice(0, perHub).map(({ edge }) => edge)
}

interface Shown {
  readonly nodes: ReadonlyMap<string, number>
  readonly followed: ReadonlySet<Edge>
  readonly most: number
}

/** Those that were followed, then others between objects that are shown. */
function shownEdges(index: EdgeIndex, { nodes, followed, most }: Shown): readonly Edge[] {
  const edges = [...followed]
  for (const object of nodes.keys()) {
    for (const edge of index.of(object, 'out')) {
      if (edges.length >= most) return edges.slice(0, most)
      if (nodes.has(edge.to) && !followed.has(edge)) edges.push(edge)
    }
  }
  return edges.slice(0, most)
}

/** Of the outermost objects nobody said that their edges would be shown. */
function cutsOf(
  index: EdgeIndex,
  { steps }: NeighbourhoodQuery,
  { nodes, edges }: Pick<Neighbourhood, 'nodes' | 'edges'>,
): readonly Cut[] {
  const shown = new EdgeIndex(edges)
  return [...nodes].flatMap(([object, step]) =>
    step === steps
      ? []
      : directions.flatMap((direction): readonly Cut[] => {
          const total = index.of(object, direction).length
          const seen = shown.of(object, direction).length
          return seen === total ? [] : [{ object, direction, shown: seen, total }]
        }),
  )
}
