import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  loadOrMakeMasterKey,
  type MasterKey,
  openStore,
  parseMasterKey,
  type Store,
  type StoreLocation,
} from '@bindery/store'
import { type Config, ConfigError, type MasterKeySource } from './config.ts'

type StoreConfig = Pick<Config, 'databaseUrl' | 'dataDirectory' | 'masterKey' | 'olderMasterKey'>

/** The store that the configuration names, with its master keys. */
export async function openConfiguredStore(config: StoreConfig): Promise<Store> {
  const { master, older } = readMasterKeys(config)
  return openStore(locationOf(config), master, older)
}

/** Where the store of the configuration is. */
export const locationOf = ({ databaseUrl, dataDirectory }: StoreConfig): StoreLocation =>
  databaseUrl === undefined
    ? { kind: 'embedded', directory: dataDirectory }
    : { kind: 'server', url: databaseUrl }

export interface MasterKeys {
  readonly master: MasterKey
  readonly older: readonly MasterKey[]
}

function readMasterKeys(config: StoreConfig): MasterKeys {
  const { olderMasterKey } = config
  return {
    master: readMasterKey(config.masterKey, config),
    older: olderMasterKey === undefined ? [] : [readMasterKey(olderMasterKey, config)],
  }
}

/** The same where none is to be made: a new key opens nothing. Throws ConfigError when there is none. */
export function requireMasterKeys(config: StoreConfig): MasterKeys {
  const { masterKey, dataDirectory } = config
  if (masterKey.from === 'data-directory' && !existsSync(join(dataDirectory, 'master.key')))
    throw new ConfigError([
      `There is no master key in ${dataDirectory}. Set BINDERY_MASTER_KEY or BINDERY_MASTER_KEY_FILE to that of the server that made the backup, or put its file master.key there.`,
    ])
  return readMasterKeys(config)
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
