import { expect, test } from 'vitest'
import { toSource } from './source.ts'

test.each([
  [
    'an address',
    ' https://acme.example/openapi.json ',
    { from: 'url', url: 'https://acme.example/openapi.json' },
  ],
  ['an address without a scheme', 'acme.example/api', { from: 'url', url: 'acme.example/api' }],
  ['JSON', '{"openapi":"3.1.0"}', { from: 'document', document: '{"openapi":"3.1.0"}' }],
  [
    'a schema of one line',
    'type Query { orders: Int }',
    { from: 'document', document: 'type Query { orders: Int }' },
  ],
  ['YAML', 'openapi: 3.1.0\ninfo: {}', { from: 'document', document: 'openapi: 3.1.0\ninfo: {}' }],
])('%s is told by its form', (_, text, source) => expect(toSource(text)).toEqual(source))

test.each([
  ['postgres://desk:s3cret@db/orders', 'postgres://desk@db/orders', 's3cret'],
  [
    'jdbc:postgresql://desk:s3cret@db:6543/orders?sslmode=require',
    'jdbc:postgresql://desk@db:6543/orders?sslmode=require',
    's3cret',
  ],
  ['mysql://desk:p%40ss@db/orders', 'mysql://desk@db/orders', 'p@ss'],
  ['postgres://desk:p@ss:w/rd@db/orders', 'postgres://desk@db/orders', 'p@ss:w/rd'],
  ['postgres://desk:100%@db/orders', 'postgres://desk@db/orders', '100%'],
  [
    'postgres://desk@db/orders?password=s3cret&sslmode=require',
    'postgres://desk@db/orders?sslmode=require',
    's3cret',
  ],
  ['postgres://desk@db/orders?password=s3cret', 'postgres://desk@db/orders', 's3cret'],
  ['mariadb://db:3306/orders', 'mariadb://db:3306/orders', ''],
])('the password of %s stands apart from its name', (text, dsn, password) =>
  expect(toSource(text)).toEqual({ from: 'dsn', dsn, password }),
)
