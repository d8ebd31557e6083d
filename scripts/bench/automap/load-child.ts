import { loadCatalog } from './load-catalog.ts'

/** `load-child.ts <specs folder> <name> ...`: sends the catalog of some documents to the process that asked for it. */
const [specs = '', ...names] = process.argv.slice(2)
const loaded = await loadCatalog(names, specs)
process.send?.(loaded)
