export { introspectDocuments } from './introspect-documents.ts'
export { dialectOf, loadAdapter, sourceKinds, type SqlDialect } from './registry.ts'
