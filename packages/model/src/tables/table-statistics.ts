/**
 * What a database server estimates of its tables, and what its indexes can serve. It changes with the data, so it stands
 * beside a catalog and outside every fingerprint: a binding may be refused for it, but no byte of a skill depends on it.
 */
export interface CatalogStatistics {
  /** Sorted by `object`; tables of which nothing is known are left out. */
  readonly tables: readonly TableStatistics[]
}

export interface TableStatistics {
  /** Name of the object type in the catalog. */
  readonly object: string
  /**
   * Estimated rows. Absent where the server does not know: never analysed, a view, a partitioned parent. What is not known
   * is never few.
   */
  readonly rows?: number
  /** Estimated number of different values of a column that are not null, where the server knows it. At least 1. */
  readonly distinct: readonly { readonly column: string; readonly count: number }[]
  readonly indexes: readonly IndexStatistics[]
}

export interface IndexStatistics {
  /** As in the catalog. */
  readonly name: string
  /** `equality`: a hash. `order`: values in between and the order of rows too. */
  readonly serves: 'equality' | 'order' | 'nothing'
  /** Its columns in index order, as many as the catalog names. */
  readonly columns: readonly IndexedColumn[]
}

export interface IndexedColumn {
  readonly column: string
  /**
   * It sorts and compares texts as the column itself does. Where it does not, the server cannot use it for a plain
   * comparison. True for what is no text.
   */
  readonly isOwnCollation: boolean
  /**
   * It gives values in between and the order of rows by a plain comparison. A hash, an operator class for beginnings and an
   * index of the first characters of a text do not, and find equal values all the same.
   */
  readonly isOrdered: boolean
  /** It finds texts by how they begin. */
  readonly servesPrefix: boolean
  readonly direction: 'asc' | 'desc'
  /** Where null stands in the order of the index. */
  readonly nulls: 'first' | 'last'
}
