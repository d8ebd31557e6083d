import { isJsonObject, type Json } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { childPlace } from '../json-schema/place.ts'
import type { Description, OperationHead } from './normal-form.ts'

/** Reports the parts of a document that no catalog holds: webhooks, callbacks, and what is new in OpenAPI 3.2. */
export function reportUnread(description: Description, log: IssueLog): void {
  const { root } = description
  const report: Report = (code, message, pointer) => log.report({ code, severity: 'info', message, pointer })
  const hasPaths = isJsonObject(root.node['paths']) || description.version === 'discovery'
  if (!hasPaths && description.heads.length === 0) {
    report('paths_missing', 'The document describes no paths.', `${root.pointer}/paths`)
  }
  for (const key of ['webhooks', 'x-webhooks']) {
    const hooks = childPlace(root, key)
    for (const name of namesOf(hooks.node)) {
      report(
        'webhook_ignored',
        `The webhook "${clip(name)}" is sent by the provider; it is no operation.`,
        childPlace(hooks, name).pointer,
      )
    }
  }
  for (const head of description.heads) reportOperation(description, head, report)
  if (description.version === '3.2') reportNewParts(description, report)
}

function reportOperation(description: Description, head: OperationHead, report: Report): void {
  const listed = isJsonObject(head.place.node) ? head.place.node['callbacks'] : undefined
  for (const name of namesOf(listed ?? null)) {
    report(
      'callback_ignored',
      `The callback "${clip(name)}" is sent by the provider; it is no operation.`,
      childPlace(childPlace(head.place, 'callbacks'), name).pointer,
    )
  }
  if (description.version !== '3.2') return
  const standard = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE']
  if (!standard.includes(head.method)) {
    report('new_in_3_2', `The method ${clip(head.method)} is new in OpenAPI 3.2.`, head.place.pointer)
  }
}

function reportNewParts(description: Description, report: Report): void {
  const { root } = description
  if (root.node['$self'] !== undefined)
    report('new_in_3_2', '"$self" is not used to resolve references.', `${root.pointer}/$self`)
  const tags = childPlace(root, 'tags')
  const list = Array.isArray(tags.node) ? tags.node : []
  for (const [index, tag] of list.entries()) {
    const place = childPlace(tags, index)
    for (const key of ['parent', 'kind', 'summary']) {
      if (isJsonObject(tag) && tag[key] !== undefined)
        report('new_in_3_2', `"${key}" of a tag is not read.`, `${place.pointer}/${key}`)
    }
  }
  const media = childPlace(childPlace(root, 'components'), 'mediaTypes')
  if (media.node !== null) report('new_in_3_2', 'Shared media types are new in OpenAPI 3.2.', media.pointer)
}

function namesOf(node: Json): readonly string[] {
  return isJsonObject(node) ? Object.keys(node) : []
}

type Report = (code: string, message: string, pointer: string) => void

const clip = (text: string): string => text.slice(0, 120).toWellFormed()
