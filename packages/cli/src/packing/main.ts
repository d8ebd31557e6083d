import { dirname, join } from 'node:path'
import { buildPackage, packPackage } from './build-package.ts'

/** Builds the package into `packages/cli/dist`, and says where its tarball is. */
const folder = join(dirname(dirname(import.meta.dirname)), 'dist')
await buildPackage(folder)
process.stdout.write(`${packPackage(folder)}\n`)
