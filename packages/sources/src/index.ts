export { introspectDocuments } from './introspect-documents.ts'
export { loadAdapter, sourceKinds } from './registry.ts'
