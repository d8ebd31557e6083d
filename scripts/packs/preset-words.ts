import type { Pack, PresetBinding } from '../../packages/packs/src/index.ts'

/** Members of a binding, of its steps and of its outputs, that hold words of the provider. */
const theirs: ReadonlySet<string> = new Set([
  'argument',
  'field',
  'column',
  'path',
  'transform',
  'template',
  'const',
  'from',
  'rows',
  'distinguishBy',
])

/** Every name that the presets of a pack use, in paths, targets and expressions. */
export function presetWords(pack: Pack): ReadonlySet<string> {
  return new Set(pack.presets.flatMap(({ binding }) => wordsOf(withoutStepNames(binding), 'ours')))
}

/** Paths of steps begin with the name of one, which is no word of the provider. */
function withoutStepNames(binding: PresetBinding): unknown {
  if (!('steps' in binding)) return binding
  const names = binding.steps.map(({ id }) => id).join('|')
  const text = JSON.stringify(binding)
  return JSON.parse(text.replaceAll(new RegExp(`"(path|from)":"(?:${names})\\b`, 'g'), '"$1":"'))
}

function wordsOf(value: unknown, whose: 'ours' | 'theirs'): readonly string[] {
  if (typeof value === 'string') return whose === 'theirs' ? inText(value) : []
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => wordsOf(item, whose))
  return Object.entries(value).flatMap(([name, member]) => [
    ...(whose === 'theirs' ? inText(name) : []),
    ...wordsOf(member, whose === 'theirs' || theirs.has(name) ? 'theirs' : 'ours'),
  ])
}

const inText = (text: string): readonly string[] =>
  text.split(/[^A-Za-z0-9_$@-]+/).filter((word) => word !== '')
