import { benchAutomap } from './automap/automap.ts'
import { benchCompile } from './compile.ts'
import { benchConsole } from './console/bench-console.ts'
import { benchDiscover } from './discover.ts'
import { benchEffects } from './effects/bench-effects.ts'
import { benchExecute } from './execute.ts'
import { benchFairness } from './fairness/bench-fairness.ts'
import { benchIntrospect } from './introspect.ts'
import { benchKill } from './kill.ts'
import { optionsText, parseOptions } from './options.ts'
import { benchLimits } from './limits.ts'
import { benchPages } from './pages.ts'
import { benchSql } from './sql.ts'
import { benchSteps } from './steps.ts'
import { sweep } from './sweep.ts'

/** `npm run bench -- <what> [options]`: figures are medians and ratios to a floor measured in the same run. */

const benches: Readonly<Record<string, (options: ReturnType<typeof parseOptions>) => Promise<void>>> = {
  sweep,
  discover: benchDiscover,
  compile: benchCompile,
  console: benchConsole,
  effects: benchEffects,
  execute: benchExecute,
  fairness: benchFairness,
  introspect: benchIntrospect,
  limits: benchLimits,
  pages: benchPages,
  sql: benchSql,
  steps: benchSteps,
  kill: benchKill,
  automap: benchAutomap,
}

const [name = '', ...rest] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) {
  console.error(`Usage: npm run bench -- <${Object.keys(benches).join('|')}>, with any of ${optionsText}`)
  process.exit(2)
}
await bench(parseOptions(rest))
