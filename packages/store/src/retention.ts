export { type AuditCut } from './cut-audit.ts'
export { countKept, type Kept } from './retention/count-kept.ts'
export {
  isRetentionKind,
  type RetentionKindName,
  retentionKindNames,
  retentionKinds,
} from './retention/kinds.ts'
export { type Batch, type Removal, type Run } from './retention/removal.ts'
export { type TableRetention, tableRetention } from './retention/table-retention.ts'
export { findRetentionDays, type RetentionDays, setRetentionDays } from './tables/retention-limits.ts'
