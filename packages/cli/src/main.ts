import { processWorld } from './process-world.ts'
import { runCli } from './run-cli.ts'

process.exitCode = await runCli(processWorld())
