import { openScoping, type Typed } from '@bindery/model'
import { expect, test } from 'vitest'
import { testCatalog } from '../testing/test-catalog.ts'
import { viewCatalog } from './catalog-view.ts'
import { resolvePath } from './resolve-path.ts'

const view = viewCatalog(testCatalog, openScoping)
const contact: Typed = { type: { kind: 'object', name: 'Contact' }, nullable: false }
const contacts: Typed = { type: { kind: 'list', items: contact.type, itemsNullable: false }, nullable: false }
const mayBeNone: Typed = { ...contact, nullable: true }

test.each<readonly [string, Typed, string, readonly number[], boolean]>([
  ['a required value', contact, 'full_name', [0, 1], false],
  ['an optional one', contact, 'email', [0], true],
  ['one that may be null', contact, 'phone', [0], true],
  ['a required value below an object that may be null', contact, 'company.name', [0, 2], true],
  ['an optional object below it', contact, 'company.parent.name', [0, 3], true],
  ['a required value of an item', contacts, '[0].full_name', [0, 1, 2], true],
  [
    'an item of a list inside an item',
    contacts,
    '[0].tickets[1].labels[0].name',
    [0, 1, 2, 3, 4, 5, 6],
    true,
  ],
  ['a required value of an answer that may be none', mayBeNone, 'full_name', [1], true],
  ['a name that only some of a union have', contact, 'source.channel', [0], true],
  ['a name that all of a union have', contact, 'source.name', [0, 2], true],
  ['a name of a map', contact, 'attributes.any', [0], true],
  ['JSON that nobody describes', contact, 'raw.deep[0]', [0], true],
])('%s: what is always there on its way', (...[, from, path, present, nullable]) => {
  expect(resolvePath(from, path, view)).toMatchObject({ status: 'found', present, value: { nullable } })
})
