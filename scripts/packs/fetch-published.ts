import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isJsonObject, type Json, parseJson } from '../../packages/model/src/index.ts'
import type { PackManifest } from '../../packages/packs/src/index.ts'
import { root } from '../checks/project.ts'
import { readTarball } from './read-tarball.ts'

export type PublishedIn = NonNullable<PackManifest['schema']['publishedIn']>

/** Outside of what is installed: nothing that is shipped or tested needs these packages. */
const cache = join(root, '.bindery', 'packs-cache')

/** The description that a package publishes, as text. Fetched once per version, by npm, from wherever npm is told to. */
export function fetchPublished(published: PublishedIn): string {
  const { package: name, version, file, select } = published
  const kept = join(cache, `${name.replaceAll('/', '+')}@${version}`, file.replace(/\.gz$/, ''))
  if (!existsSync(kept)) {
    const found = readTarball(readFileSync(fetchTarball(name, version)), `package/${file}`)
    if (found === undefined) throw new Error(`${name}@${version} holds no ${file}.`)
    mkdirSync(dirname(kept), { recursive: true })
    writeFileSync(kept, file.endsWith('.gz') ? gunzipSync(found) : found)
  }
  const text = readFileSync(kept, 'utf8')
  return select.length === 0 ? text : JSON.stringify(select.reduce(member, parseJson(text)))
}

function member(value: Json, name: string): Json {
  const found = isJsonObject(value) ? value[name] : undefined
  if (found === undefined) throw new Error(`The published file has no member "${name}".`)
  return found
}

function fetchTarball(name: string, version: string): string {
  mkdirSync(cache, { recursive: true })
  const start = name.replace('@', '').replaceAll('/', '-')
  const find = () => readdirSync(cache).find((file) => file === `${start}-${version}.tgz`)
  if (find() === undefined) packWithNpm(`${name}@${version}`)
  const file = find()
  if (file === undefined) throw new Error(`npm did not fetch ${name}@${version}.`)
  return join(cache, file)
}

function packWithNpm(spec: string): void {
  console.error(`Fetching ${spec} ...`)
  const npm = process.env['npm_execpath']
  const words = ['pack', spec, '--silent', '--pack-destination', cache]
  const options: SpawnSyncOptions = { cwd: cache, stdio: ['ignore', 2, 2] }
  const result =
    npm === undefined
      ? spawnSync('npm', words, options)
      : spawnSync(process.execPath, [npm, ...words], options)
  if (result.status !== 0) throw new Error(`npm could not fetch ${spec}.`)
}
