import { type Issue, nearestNames, PlatformError } from '@bindery/model'
import type { ConfigValues, Pack, Preset } from '@bindery/packs'

/** Which presets: all, those that matter most, or some by name. */
export type PresetChoice = 'all' | 'important' | readonly string[]

/** The presets that were asked for, in the order of the pack. Throws `validation_error` naming every unknown one. */
export function choosePresets(pack: Pack, choice: PresetChoice, member: string): readonly Preset[] {
  if (choice === 'all') return pack.presets
  if (choice === 'important') return pack.presets.filter(({ important }) => important)
  const slugs = pack.presets.map(({ slug }) => slug)
  const issues = choice.flatMap((slug, at) =>
    slugs.includes(slug)
      ? []
      : [unknown([member, at], `The pack "${pack.id}" has no "${slug}".`, nearestNames(slug, slugs))],
  )
  refuse(issues)
  return pack.presets.filter(({ slug }) => choice.includes(slug))
}

/** Throws `validation_error` for config that the pack does not know. */
export function checkConfig(pack: Pack, config: ConfigValues): void {
  const names = pack.manifest.config.map(({ name }) => name)
  refuse(
    Object.keys(config).flatMap((name) =>
      names.includes(name)
        ? []
        : [
            unknown(
              ['config', name],
              `The pack "${pack.id}" has no config "${name}".`,
              nearestNames(name, names),
            ),
          ],
    ),
  )
}

const unknown = (path: Issue['path'], message: string, suggestions: readonly string[]): Issue => ({
  code: 'unknown_name',
  severity: 'error',
  path,
  message,
  suggestions,
})

function refuse(issues: readonly Issue[]): void {
  if (issues.length === 0) return
  throw new PlatformError('validation_error', issues.map(({ message }) => message).join(' '), { issues })
}
