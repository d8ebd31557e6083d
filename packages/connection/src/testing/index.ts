export { type BareSession, openBareSession } from './bare-session.ts'
export { startOAuthServer, type TestOAuthServer, type TokenTurn } from './oauth-server.ts'
export { createTestDatabase, findServer, type TestDatabase, type TestServerAddress } from './real-database.ts'
