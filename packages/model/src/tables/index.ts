export { fieldConditions, hasConditions, saysRows, sqlFilters, sqlKeys, type SqlPart } from './sql-parts.ts'
export {
  type CatalogStatistics,
  type IndexedColumn,
  type IndexStatistics,
  type TableStatistics,
} from './table-statistics.ts'
export {
  compositeKeys,
  isOnlyUnindexed,
  isOwnForm,
  keyAmong,
  leadingColumns,
  uniqueColumns,
  uniqueKeys,
} from './table-keys.ts'
