export { countCatalog } from './count-catalog.ts'
export { toStatisticsPage } from './statistics-page.ts'
export { toPages } from './to-pages.ts'
