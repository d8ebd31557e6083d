export { createTestDatabase, findServer, type TestDatabase, type TestServerAddress } from './real-database.ts'
