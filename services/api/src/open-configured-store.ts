import { mkdirSync, readFileSync } from 'node:fs'
import { loadOrMakeMasterKey, type MasterKey, openStore, parseMasterKey, type Store } from '@bindery/store'
import type { Config, MasterKeySource } from './config.ts'

type StoreConfig = Pick<Config, 'databaseUrl' | 'dataDirectory' | 'masterKey' | 'olderMasterKey'>

/** The store that the configuration names, with its master keys. */
export async function openConfiguredStore(config: StoreConfig): Promise<Store> {
  const master = readMasterKey(config.masterKey, config)
  const older = config.olderMasterKey === undefined ? [] : [readMasterKey(config.olderMasterKey, config)]
  const { databaseUrl, dataDirectory } = config
  if (databaseUrl !== undefined) return openStore({ kind: 'server', url: databaseUrl }, master, older)
  return openStore({ kind: 'embedded', directory: dataDirectory }, master, older)
}

function readMasterKey(source: MasterKeySource, { dataDirectory }: StoreConfig): MasterKey {
  switch (source.from) {
    case 'text':
      return parseMasterKey(source.text.reveal())
    case 'file':
      return parseMasterKey(readFileSync(source.path, 'utf8'))
    case 'data-directory':
      mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
      return loadOrMakeMasterKey(dataDirectory)
  }
}
