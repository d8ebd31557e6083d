import { readLabels } from '../bench/effects/read-labels.ts'
import { isGoodEnough, mostMilderPercent, scoreEffects } from '../bench/effects/score-effects.ts'

/** Effects must be told as they were labelled: no grave error, and few milder ones. Needs no network. */
const { providers, problems } = await readLabels()
const { counts, total, wrong } = scoreEffects(providers.flatMap(({ operations }) => operations))
const failed = problems.length > 0 || !isGoodEnough({ counts, total })
if (failed) {
  for (const problem of problems) console.error(problem)
  for (const { name, expected, found } of wrong.filter(({ outcome }) => outcome === 'grave'))
    console.error(`"${name}" is ${expected}, and ${found} was concluded.`)
  console.error(
    `${counts.grave} grave errors (0 are allowed) and ${counts.milder} milder ones of ${total} (${mostMilderPercent} of 100 are). npm run bench -- effects lists them.`,
  )
  process.exit(1)
}
