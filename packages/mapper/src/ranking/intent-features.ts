import { isWrite } from '@bindery/model'
import type { Intent } from '../goal/intent-verbs.ts'
import type { IndexedOperation } from './operation-index.ts'
import type { Query } from './query.ts'

/** Whether an operation does what a goal asks for. */
export function intentFeatures({ entry }: IndexedOperation, { intent }: Query) {
  const writes = isWrite(entry.operation.effect)
  const wantsWrite = intent.effect === 'write'
  const wantsRead = intent.effect === 'read'
  const clash = (kind: Intent): number =>
    flag(wantsWrite && writes && (intent.intent === kind) !== (entry.intent === kind))
  return {
    intent_equal: flag(intent.intent !== undefined && intent.intent === entry.intent),
    write_for_read: flag(wantsRead && writes),
    read_for_write: flag(wantsWrite && !writes),
    create_clash: clash('create'),
    update_clash: clash('update'),
    delete_clash: clash('delete'),
    action_clash: clash('action'),
    list_for_many: flag(!wantsWrite && intent.isMany && entry.isList),
    list_for_one: flag(!wantsWrite && !intent.isMany && entry.isList),
  }
}

const flag = (holds: boolean): number => (holds ? 1 : 0)
