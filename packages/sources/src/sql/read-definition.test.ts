import { expect, test } from 'vitest'
import { viewOrigins } from './read-definition.ts'

const names = {
  schema: 'shop',
  tables: new Map([
    ['people', new Set(['id', 'name', 'national_id'])],
    ['visit', new Set(['id', 'who'])],
  ]),
}

const describeOrigins = (definition: string, count: number): readonly string[] =>
  viewOrigins(definition, count, names).map(
    ({ of, columns }) => `${of}: ${columns.map(({ key }) => key.replaceAll('"', '')).join(' ')}`,
  )

test.each([
  [
    'names in quotes',
    'select `p`.`name` AS `name`,`p`.`national_id` AS `code` from `shop`.`people` `p`',
    ['all: [shop,people,name]', 'all: [shop,people,national_id]'],
  ],
  [
    'names without quotes, as a server with that setting keeps them',
    'select p.`name` AS `code`,1.5 * p.id AS x from shop.people p join shop.visit on p.national_id = visit.who',
    ['all: [shop,people,name]', 'all: [shop,people,id]'],
  ],
  [
    'texts that look like names and lists',
    "select concat(`p`.`name`,'`,`p`.`national_id` \\'') AS `a`,'it''s, from `' AS `b` from `shop`.`people` `p`",
    ['all: [shop,people,name]', 'all: '],
  ],
  [
    'a function between brackets and a name that another table has too',
    'select extract(year from `v`.`who`) AS `x`,`shop`.`people`.`id` AS `y` from (`shop`.`people` join `shop`.`visit` `v` on(`shop`.`people`.`id` = `v`.`id`))',
    ['all: [shop,visit,who]', 'all: [shop,people,id]'],
  ],
  [
    'a table of another database, known by its names only',
    'select `o`.`national_id` AS `x` from `other`.`people` `o`',
    ['all: [other,people,national_id]'],
  ],
  [
    'a name that leads nowhere',
    'select `j`.`name` AS `x` from `shop`.`people` `p` join json_table(`p`.`national_id`, _utf8mb4) `j`',
    ['some: [shop,people,name] [,,j] [,,x] [,,shop] [,,people] [,,p] [shop,people,national_id]'],
  ],
])('the columns of a view are read through %s', (_, definition, expected) => {
  const words = (line: string): string =>
    line.replaceAll(/ \[,,(?:select|AS|from|join|json_table|_utf8mb4)\]| (?=$)/g, '')
  const found = describeOrigins(definition, expected.length).map((line) => words(line).split(' ').sort())
  expect(found).toEqual(expected.map((line) => words(line).split(' ').sort()))
})

test.each([
  [
    'a query within the query',
    'select `s`.`name` AS `x` from (select `shop`.`people`.`national_id` AS `name` from `shop`.`people`) `s`',
  ],
  [
    'two queries',
    'select `shop`.`people`.`name` AS `x` from `shop`.`people` union select `shop`.`people`.`national_id` AS `n` from `shop`.`people`',
  ],
  [
    'a query with a name',
    'with s as (select `shop`.`people`.`national_id` AS `name` from `shop`.`people`)select `s`.`name` AS `x` from `s`',
  ],
  [
    'more columns than were read',
    'select `shop`.`people`.`name` AS `x`,`shop`.`people`.`national_id` AS `y` from `shop`.`people`',
  ],
])('with %s every column is made of some of what is named', (_, definition) => {
  const [found = ''] = describeOrigins(definition, 1)
  expect(found).toMatch(/^some: .*\[shop,people,national_id\]/)
})
