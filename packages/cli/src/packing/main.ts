import { dirname, join } from 'node:path'
import { buildClient } from './build-client.ts'
import { buildPackage, packPackage } from './build-package.ts'

/**
 * Builds the command and the client for programs, and says where their tarballs are: in folders of their own, since a manifest
 * in `dist` would be that of whatever else is made there.
 */
const packages = dirname(dirname(dirname(import.meta.dirname)))
const [command, client] = [
  join(packages, 'cli', 'dist', 'package'),
  join(packages, 'client', 'dist', 'package'),
]
await buildPackage(command)
await buildClient(client)
process.stdout.write(`${packPackage(command)}\n${packPackage(client)}\n`)
