export { type World, type Input } from './world.ts'
export { runCli } from './run-cli.ts'
