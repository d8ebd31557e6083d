import { type Field, type Operation, type SchemaCatalog, scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { IssueLog } from '../json-schema/issue-log.ts'
import { showTexts } from './show-texts.ts'

const hidden = 'Pay\u202Eyap\u200b'
const shown = 'Pay[U+202E]yap[U+200B]'
const text = scalarType('string')

const field: Field = {
  name: 'id',
  type: text,
  required: true,
  nullable: false,
  access: 'read_write',
  sensitivity: 'none',
  description: hidden,
}
const operation: Operation = {
  name: 'pay',
  title: hidden,
  description: hidden,
  effect: 'read',
  effectOrigin: 'declared',
  groups: [],
  arguments: [
    {
      name: 'id',
      place: 'column',
      type: text,
      nullable: false,
      required: true,
      sensitivity: 'none',
      provenance: 'column id',
      description: hidden,
    },
  ],
  availability: { status: 'bindable' },
  security: [],
  call: null,
  provenance: 'table pay',
}
const catalog: SchemaCatalog = {
  formatVersion: 1,
  source: 'postgres',
  title: hidden,
  description: hidden,
  servers: [],
  security: [],
  objects: [
    {
      name: 'Pay',
      origin: 'named',
      description: hidden,
      fields: [field],
      key: [],
      indexes: [],
      provenance: 'table pay',
    },
  ],
  relationships: [],
  operations: [operation],
}

test('hidden characters of every text are shown by their codes, and said', () => {
  const log = new IssueLog()
  const after = showTexts(catalog, log)
  expect(JSON.stringify(after)).not.toMatch(/[\u202e\u200b]/)
  expect(JSON.stringify(after).split(shown)).toHaveLength(8)
  expect(log.issues().map(({ code, pointer }) => [code, pointer])).toContainEqual([
    'text_unprintable',
    'column id',
  ])
  expect(showTexts(after, new IssueLog())).toEqual(after)
})

test('plain texts stay the very same', () => {
  const { objects } = catalog
  const plain = { ...catalog, title: 'Pay', description: 'Größe', objects: [], operations: [] }
  expect(showTexts(plain, new IssueLog())).toEqual(plain)
  const bare = objects.map((object) => ({ ...object, description: 'Pays', fields: [] }))
  expect(showTexts({ ...plain, objects: bare }, new IssueLog()).objects).toBe(bare)
})
