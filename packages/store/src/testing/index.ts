export {
  copyEmptyTemplate,
  copyTemplate,
  fastDirectory,
  openTestStore,
  testMasterKey,
  type TestStore,
} from './embedded-template.ts'
export { findRealPostgres, type RealPostgres } from './real-database.ts'
export { mountSmallDisk, type SmallDisk } from './small-disk.ts'
