export { type BareSession, openBareSession } from './bare-session.ts'
export { createTestDatabase, findServer, type TestDatabase, type TestServerAddress } from './real-database.ts'
