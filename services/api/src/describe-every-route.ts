import { type ApiDescription, describeApi } from './http/openapi-document.ts'
import type { Route } from './http/route.ts'
import { allRoutes } from './routes/index.ts'
import type { Services } from './services.ts'

/** Every route without a server: they can be looked at, and none can be carried out. */
export const everyRoute = (): readonly Route[] => allRoutes(withoutServices)

/** The description of the HTTP API. */
export const describeEveryRoute = (): ApiDescription => describeApi(everyRoute())

function absent(): never {
  throw new Error('A route that is only described was carried out.')
}

const withoutServices: Services = {
  get config() {
    return absent()
  },
  get instance() {
    return absent()
  },
  get now() {
    return absent()
  },
  get publicUrl() {
    return absent()
  },
  get reference() {
    return absent()
  },
  get system() {
    return absent()
  },
  get streams() {
    return absent()
  },
  get store() {
    return absent()
  },
  get backups() {
    return absent()
  },
  get packs() {
    return absent()
  },
  get process() {
    return absent()
  },
  get egress() {
    return absent()
  },
  get authenticator() {
    return absent()
  },
  get children() {
    return absent()
  },
  get languageModel() {
    return absent()
  },
  get answers() {
    return absent()
  },
  get places() {
    return absent()
  },
  get runCaches() {
    return absent()
  },
  get runnables() {
    return absent()
  },
  get connections() {
    return absent()
  },
  get events() {
    return absent()
  },
  get webhooks() {
    return absent()
  },
  get toolsets() {
    return absent()
  },
  get jobs() {
    return absent()
  },
  get logger() {
    return absent()
  },
}
