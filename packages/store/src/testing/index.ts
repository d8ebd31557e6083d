export { copyTemplate, openTestStore, testMasterKey, type TestStore } from './embedded-template.ts'
export { findRealPostgres, type RealPostgres } from './real-database.ts'
