import { expect, test } from 'vitest'
import { splitStatements } from './split-statements.ts'

test.each([
  [
    'comments and empty statements',
    'select 1; -- a;b\n/* x; /* y; */ z; */ ; select 2',
    ['select 1', 'select 2'],
  ],
  ['quotes that hold ends', `select 'a;''b', "c;""d"; select 2`, [`select 'a;''b', "c;""d"`, 'select 2']],
  ['backslashes that are plain', `select 'a\\'; select 2`, [`select 'a\\'`, 'select 2']],
  ['backslashes that are not', `select E'a\\';b'; select 2`, [`select E'a\\';b'`, 'select 2']],
  [
    'backslashes after the setting of old dumps',
    `set standard_conforming_strings = off; select 'a\\';b'; select 2`,
    ['set standard_conforming_strings = off', `select 'a\\';b'`, 'select 2'],
  ],
  [
    'bodies between dollars',
    'create function f() returns int as $body$ begin; $1; end $body$ language sql; select 2',
    ['create function f() returns int as $body$ begin; $1; end $body$ language sql', 'select 2'],
  ],
  ['dollars within names', 'select a$b$c; select 2', ['select a$b$c', 'select 2']],
  [
    'rows for the client',
    "copy t (a) from stdin;\n1;\\N\n'x\n\\.\n\nselect 2;",
    ['copy t (a) from stdin', 'select 2'],
  ],
  ['commands to psql', "\\restrict abc\n\\connect it's\nselect 1\n\\g\nselect 2", ['select 1', 'select 2']],
  ['a quote that never ends', "select 1; it's; select 2", ['select 1', "it's", 'select 2']],
])('a script of PostgreSQL is parted with %s', (_, script, statements) => {
  expect(splitStatements(script, 'postgres')).toEqual(statements)
})

test.each([
  [
    'other quotes',
    'select `a;b`, "c\\";d", \'e\\\';f\'; select 2',
    ['select `a;b`, "c\\";d", \'e\\\';f\'', 'select 2'],
  ],
  ['line comments', 'select 1; # a;b\n-- c;d\nselect 2--1;', ['select 1', 'select 2--1']],
  [
    'comments that are statements',
    '/*!40101 set names utf8 */; select 2',
    ['/*!40101 set names utf8 */', 'select 2'],
  ],
  [
    'delimiters of their own',
    'delimiter $$\ncreate trigger t begin set a = 1; end$$\nDELIMITER ;\nselect 2;',
    ['create trigger t begin set a = 1; end', 'select 2'],
  ],
])('a script of MySQL is parted with %s', (_, script, statements) => {
  expect(splitStatements(script, 'mysql')).toEqual(statements)
})
