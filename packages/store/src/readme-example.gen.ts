import { mkdtempSync } from 'node:fs'
import { Secret } from '@bindery/model'
import { listAgents, loadOrMakeMasterKey, openStore } from '@bindery/store'

const directory = mkdtempSync('/tmp/bindery-example-')
const store = await openStore({ kind: 'embedded', directory }, loadOrMakeMasterKey(directory))
await store.run('platform', (transaction) => listAgents(transaction)) // []
const place = { organizationId: 'acme', record: 'integration/1', field: 'credential' }
const sealed = store.vault.seal(new Secret('s3cret'), place) // opens in that place only
store.vault.open(sealed, place).reveal() // 's3cret'
await store.close()


export {}
