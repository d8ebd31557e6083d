import type { SchemaCatalog } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { readText } from '../json-schema/read-text.ts'

interface Told {
  readonly title?: string
  readonly description?: string
}

/**
 * Shows control, direction and invisible characters of titles and descriptions by their codes, for kinds that have not done so
 * where they read them: comments of tables and columns, words of an operator.
 */
export function showTexts(catalog: SchemaCatalog, log: IssueLog): SchemaCatalog {
  const shown = <Part extends Told>(part: Part, pointer: string): Part => showPart(part, pointer, log)
  return {
    ...shown(catalog, '#'),
    objects: shownAll(catalog.objects, (object) => {
      const fields = shownAll(object.fields, (field) => shown(field, field.provenance ?? object.provenance))
      const told = shown(object, object.provenance)
      return fields === object.fields ? told : { ...told, fields }
    }),
    operations: shownAll(catalog.operations, (operation) => {
      const parts = shownAll(operation.arguments, (argument) => shown(argument, argument.provenance))
      const told = shown(operation, operation.provenance)
      return parts === operation.arguments ? told : { ...told, arguments: parts }
    }),
  }
}

function showPart<Part extends Told>(part: Part, pointer: string, log: IssueLog): Part {
  const title = showText(part.title, pointer, log)
  const description = showText(part.description, pointer, log)
  if (title === part.title && description === part.description) return part
  return {
    ...part,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  }
}

function showText(text: string | undefined, pointer: string, log: IssueLog): string | undefined {
  return text === undefined ? undefined : (readText(text, { pointer }, log) ?? '')
}

/** The same list when nothing in it changes. */
function shownAll<Part>(parts: readonly Part[], show: (part: Part) => Part): readonly Part[] {
  const shown = parts.map(show)
  return shown.every((part, at) => part === parts[at]) ? parts : shown
}
