export { introspectDocuments } from './introspect-documents.ts'
export { dialectOf, loadAdapter, sourceKinds, type SqlDialect } from './registry.ts'
export { type GrantRequest, type GrantScripts, writeGrantScripts } from './sql/grant-scripts.ts'
export { type DatabaseProbes, databaseProbes } from './sql/probes.ts'
