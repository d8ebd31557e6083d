import type { Binding, Lowering, SchemaCatalog, Scoping } from '@bindery/model'
import type { CatalogStatistics } from '@bindery/model/tables'

/** Everything that a compilation depends on: the same input gives the same bytes. */
export interface CompileInput {
  readonly binding: Binding
  /** The catalog, or the slice of it that holds the operation and every object that it can reach. */
  readonly catalog: SchemaCatalog
  /** Fingerprint of the whole catalog, also when `catalog` is a slice. */
  readonly catalogHash: string
  readonly lowering: Lowering
  /** Slug of the integration. */
  readonly integration: string
  readonly scoping: Scoping
  /** What the database estimates of its tables. Absent where nothing is known: then no table counts as small. */
  readonly statistics?: CatalogStatistics
}
