import { failure, type Issue, type PathSegment, type Result, success } from '@bindery/model'
import type { z } from 'zod'
import { missingConfig } from './config-values.ts'
import { Guidance } from './guidance.ts'
import { PackManifest } from './manifest.ts'
import type { Pack, PackFiles } from './pack.ts'
import { Presets } from './preset.ts'
import { calledOperations } from './preset-binding.ts'

/** Reads the files of a pack, or says everything that is wrong with them. Paths begin with the name of the file. */
export function checkPack(id: string, files: PackFiles): Result<Pack, readonly Issue[]> {
  const issues: Issue[] = []
  const manifest = parseFile('manifest.json', PackManifest, { files, issues })
  const presets = parseFile('presets.json', Presets, { files, issues })
  const guidance = parseFile('guidance.json', Guidance, { files, issues })
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(id)) {
    issues.push(problem('pack_name_invalid', [], `A pack's folder is named by a slug; "${id}" is none.`))
  }
  if (manifest === undefined || presets === undefined || guidance === undefined) return failure(issues)
  const pack: Pack = { id, manifest, presets, guidance }
  issues.push(...checkSlugs(pack), ...checkConfig(pack), ...checkServer(pack), ...checkGuidance(pack))
  return issues.some((issue) => issue.severity === 'error') ? failure(issues) : success(pack)
}

interface Reading {
  readonly files: PackFiles
  readonly issues: Issue[]
}

function parseFile<Schema extends z.ZodType>(
  name: keyof PackFiles,
  schema: Schema,
  { files, issues }: Reading,
): z.output<Schema> | undefined {
  const text = files[name]
  if (text === undefined) {
    issues.push(problem('pack_file_missing', [name], `The pack has no file "${name}".`))
    return undefined
  }
  const parsed = schema.safeParse(parseText(text, name, issues))
  if (parsed.success) return parsed.data
  if (issues.some((issue) => issue.code === 'pack_file_unreadable' && issue.path[0] === name))
    return undefined
  for (const found of parsed.error.issues) {
    const path = [name, ...found.path.map((part) => (typeof part === 'number' ? part : String(part)))]
    issues.push(problem('pack_invalid', path, found.message))
  }
  return undefined
}

/** Half a surrogate pair, as JSON writes it down. */
const halfCharacter = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

function parseText(text: string, name: string, issues: Issue[]): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    if (halfCharacter.test(JSON.stringify(parsed)))
      issues.push(problem('pack_text_malformed', [name], `A text of "${name}" ends inside a character.`))
    return parsed
  } catch {
    issues.push(problem('pack_file_unreadable', [name], `"${name}" is no JSON document.`))
    return undefined
  }
}

function checkSlugs({ presets }: Pack): readonly Issue[] {
  const seen = new Set<string>()
  return presets.flatMap(({ slug }, at) => {
    if (!seen.has(slug)) {
      seen.add(slug)
      return []
    }
    return [problem('preset_duplicate', ['presets.json', at, 'slug'], `There are two presets "${slug}".`)]
  })
}

/** Every placeholder is declared and every declaration is used. */
function checkConfig({ manifest, presets }: Pack): readonly Issue[] {
  const declared = new Set(manifest.config.map(({ name }) => name))
  const used = new Set<string>()
  const unknown = presets.flatMap(({ binding }, at) =>
    missingConfig(binding).flatMap((name) => {
      used.add(name)
      if (declared.has(name)) return []
      const path = ['presets.json', at, 'binding']
      return [problem('config_unknown', path, `The manifest declares no config "${name}".`)]
    }),
  )
  const idle = manifest.config.flatMap(({ name }, at) =>
    used.has(name)
      ? []
      : [problem('config_unused', ['manifest.json', 'config', at], `No preset uses the config "${name}".`)],
  )
  return [...unknown, ...idle]
}

function checkServer({ manifest: { server } }: Pack): readonly Issue[] {
  if (server === undefined) return []
  const named = new Set([...server.url.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name))
  const declared = new Set<string | undefined>(server.variables.map(({ name }) => name))
  const path = ['manifest.json', 'server']
  return [
    ...[...named]
      .filter((name) => !declared.has(name))
      .map((name) =>
        problem('variable_unknown', path, `The address names an undeclared variable "${name}".`),
      ),
    ...[...declared]
      .filter((name) => !named.has(name))
      .map((name) => problem('variable_unused', path, `The address does not use the variable "${name}".`)),
  ]
}

/** Guidance is about what the pack calls, so that a renamed operation is not forgotten in it. */
function checkGuidance({ presets, guidance }: Pack): readonly Issue[] {
  const called = new Set(presets.flatMap(({ binding }) => calledOperations(binding)))
  return guidance.operations.flatMap(({ operation }, at) =>
    called.has(operation)
      ? []
      : [
          problem(
            'guidance_operation_unknown',
            ['guidance.json', 'operations', at],
            `No preset calls "${operation}".`,
          ),
        ],
  )
}

const problem = (code: string, path: readonly PathSegment[], message: string): Issue => ({
  code,
  severity: 'error',
  path,
  message,
})
