import {
  headerKey,
  headerProblem,
  isJsonArray,
  isJsonObject,
  type Issue,
  nearestNames,
  parseFieldPath,
  runtimeVariables,
} from '@bindery/model'
import { hasDotSegment } from '../http-json/segment-value.ts'
import { hasBody, type HttpAction } from './action.ts'
import { actionError } from './action-error.ts'
import { checkPages } from './action-pages.ts'
import { checkVariables } from './check-variables.ts'
import { namesIn, parseText, wholeSlot } from './template.ts'
import { templateTexts } from './variable-uses.ts'

/** Everything that is wrong with an action, at once, each with its path; empty for one that can be called. */
export function checkAction(action: HttpAction): readonly Issue[] {
  return [
    ...checkPlaceholders(action),
    ...checkPath(action),
    ...checkNames(action),
    ...checkBody(action),
    ...checkVariables(action),
    ...checkMapping(action),
    ...checkPages(action),
  ]
}

function checkPlaceholders(action: HttpAction): readonly Issue[] {
  const known = [
    ...action.variables.map((variable) => variable.name),
    ...runtimeVariables.map((variable) => variable.name),
  ]
  return templateTexts(action).flatMap(({ path, parts, bad }) => [
    ...bad.map(({ kind, text }) => (kind === 'dotted' ? dotted(path, text, known) : malformed(path, text))),
    ...parts.flatMap((part) =>
      typeof part === 'string' || known.includes(part.slot) ? [] : [unknown(path, part.slot, known)],
    ),
  ])
}

function dotted(path: Issue['path'], text: string, known: readonly string[]): Issue {
  const flat = text.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '')
  const suggestions = nearestNames(flat, known)
  const message = `"{{${text}}}" reaches into a value, which placeholders cannot do. Declare a variable of its own, such as "${flat}", or let the dynamic context answer with a top-level key.`
  return {
    ...actionError('placeholder_dotted', path, message),
    suggestions: suggestions.length > 0 ? suggestions : [flat],
  }
}

const malformed = (path: Issue['path'], text: string): Issue =>
  actionError(
    'placeholder_malformed',
    path,
    `"${text.slice(0, 60)}" is no placeholder. Write {{name}}: letters, digits and "_" between two braces on each side.`,
  )

function unknown(path: Issue['path'], name: string, known: readonly string[]): Issue {
  const suggestions = nearestNames(name, known)
  const hint = suggestions.length === 0 ? 'Declare it in "variables".' : `Did you mean "${suggestions[0]}"?`
  return {
    ...actionError('placeholder_unknown', path, `Nothing is called "${name}" here. ${hint}`),
    ...(suggestions.length === 0 ? {} : { suggestions }),
  }
}

function checkPath({ path }: HttpAction): readonly Issue[] {
  const report = (message: string): Issue => actionError('path_invalid', ['path'], message)
  const literal = path.replaceAll(/\{\{[^{}]*\}\}/g, 'x')
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.startsWith('//')) {
    return [report('The host is always that of the environment: begin the path with one "/".')]
  }
  if (!path.startsWith('/')) return [report('A path begins with "/", such as /orders/{{order_id}}.')]
  if (/[?#]/.test(literal))
    return [report('Put the query into "queryTemplate"; a path has none, and no "#".')]
  if (/[{}]/.test(literal)) {
    const suggestions = [path.replaceAll(/(?<!\{)\{([^{}]+)\}(?!\})/g, '{{$1}}')]
    return [{ ...report('Placeholders have two braces on each side.'), suggestions }]
  }
  if (hasDotSegment(literal)) return [report('A path has no "." and ".." segments.')]
  if (/%2f|%5c/i.test(literal)) return [report('A path holds no encoded "/" or "\\".')]
  if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/.test(literal)) {
    return [report("Characters outside of A-Z, 0-9 and -._~!$&'()*+,;=:@/ are written percent-encoded.")]
  }
  return []
}

/** Names come from the template alone: no value reaches the name of a header, a query parameter or a member. */
function checkNames(action: HttpAction): readonly Issue[] {
  const names = [
    ...Object.keys(action.queryTemplate).map((text) => ({ path: ['queryTemplate', text], text })),
    ...Object.keys(action.headers).map((text) => ({ path: ['headers', text], text })),
    ...namesIn(action.bodyTemplate ?? null, ['bodyTemplate']),
  ]
  const headers = Object.keys(action.headers)
  const keys = headers.map(headerKey)
  return [
    ...names.flatMap(({ path, text }) => {
      if (/\{\{|\}\}/.test(text))
        return [actionError('placeholder_in_name', path, 'Placeholders stand in values, never in names.')]
      return text === '__proto__'
        ? [actionError('name_forbidden', path, 'No member may be called "__proto__".')]
        : []
    }),
    ...headers.flatMap((name) => {
      const problem = headerProblem(name)
      const message = `The header "${name.slice(0, 60)}" may not be sent: ${problem}.`
      return problem === undefined ? [] : [actionError('header_forbidden', ['headers', name], message)]
    }),
    ...headers.flatMap((name, index) =>
      keys.indexOf(keys[index] ?? '') === index
        ? []
        : [actionError('header_duplicate', ['headers', name], `The header "${name}" is given twice.`)],
    ),
  ]
}

function checkBody(action: HttpAction): readonly Issue[] {
  const { bodyTemplate, method, isWrite } = action
  const issues: Issue[] = []
  if (isWrite === false && method !== 'GET' && method !== 'POST') {
    const message = `A ${method} changes data at the provider: leave "isWrite" out.`
    issues.push(actionError('effect_invalid', ['isWrite'], message))
  }
  if (bodyTemplate === undefined) return issues
  if (!hasBody(action)) {
    issues.push(actionError('body_not_allowed', ['bodyTemplate'], 'A GET has no body: use "queryTemplate".'))
  }
  const isWhole = typeof bodyTemplate === 'string' && wholeSlot(parseText(bodyTemplate).parts) !== undefined
  if (!isJsonObject(bodyTemplate) && !isJsonArray(bodyTemplate) && !isWhole) {
    const message = 'A body is an object, a list, or one placeholder that stands for all of it.'
    issues.push(actionError('body_invalid', ['bodyTemplate'], message))
  }
  return issues
}

function checkMapping({ responseMapping }: HttpAction): readonly Issue[] {
  const leaves = responseMapping.map((entry) => entry.leaf)
  return responseMapping.flatMap((entry, index) => {
    const at = ['responseMapping', index]
    const paths = [
      { path: [...at, 'path'], parsed: parseFieldPath(entry.path) },
      ...(entry.fields ?? []).map((field, inner) => ({
        path: [...at, 'fields', inner, 'path'],
        parsed: parseFieldPath(field.path),
      })),
    ]
    const unreadable = paths.flatMap(({ path, parsed }) =>
      parsed.ok ? [] : [actionError('mapping_path_invalid', path, parsed.failure)],
    )
    return leaves.indexOf(entry.leaf) === index
      ? unreadable
      : [...unreadable, actionError('leaf_duplicate', [...at, 'leaf'], `"${entry.leaf}" is mapped twice.`)]
  })
}
