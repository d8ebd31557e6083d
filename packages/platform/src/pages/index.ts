export { countCatalog } from './count-catalog.ts'
export { toPages } from './to-pages.ts'
