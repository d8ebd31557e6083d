import { type ParityCase, search, write } from './parity-cases.ts'

const by = (column: string, value: number) => ({
  filter: { column, param: column },
  params: { [column]: value },
})

const film = by('film_id', 1)
const store = by('manager_staff_id', 2)
const language = by('language_id', 1)
const shop = by('store_id', 2)
const copy = by('inventory_id', 4)

/** Ten skills on Sakila, the sample database that exists for both engines. */
export const sakilaCases: readonly ParityCase[] = [
  {
    name: 'a row by its key, with decimals, a year, a list and nulls',
    binding: {
      ...search('film', { filter: film.filter }, []),
      projection: [
        {
          path: '$',
          leaf: 'rows',
          max: 1,
          fields: [
            ...['title', 'description', 'release_year', 'rental_rate', 'replacement_cost', 'length'].map(
              (path) => ({
                path,
                leaf: path,
              }),
            ),
            { path: 'original_language_id', leaf: 'original' },
            { path: 'special_features', leaf: 'features', transform: '$join($, ",")' },
          ],
        },
      ],
    },
    params: film.params,
    independent: `select title, description, release_year, rental_rate, replacement_cost, length, original_language_id,
      'Deleted Scenes,Behind the Scenes' from film where film_id = 1`,
  },
  {
    name: 'rows by the leading column of an index',
    binding: search(
      'actor',
      { filter: { column: 'last_name', param: 'customer_name' }, orderBy: { column: 'actor_id' } },
      ['actor_id', 'first_name', 'last_name'],
    ),
    params: { customer_name: 'KILMER' },
    independent:
      "select actor_id, first_name, last_name from actor where last_name = 'KILMER' order by actor_id limit 5",
  },
  {
    name: 'a row by a unique column',
    binding: search('store', { filter: store.filter }, ['store_id', 'address_id']),
    params: store.params,
    independent: 'select store_id, address_id from store where manager_staff_id = 2',
  },
  {
    name: 'a row with those that it refers to, one of which is missing',
    binding: search('film', { filter: film.filter }, [
      'title',
      ['language.name', 'language'],
      ['original_language.name', 'original'],
    ]),
    params: film.params,
    independent: `select f.title, trim(l.name), o.name from film f join language l on l.language_id = f.language_id
      left join language o on o.language_id = f.original_language_id where f.film_id = 1`,
  },
  {
    name: 'the rows that refer to another, each with that one',
    binding: search(
      'film',
      { filter: language.filter, orderBy: { column: 'film_id', direction: 'desc' }, limit: 7 },
      ['film_id', 'title', ['language.name', 'language']],
    ),
    params: language.params,
    independent: `select f.film_id, f.title, trim(l.name) from film f join language l on l.language_id = f.language_id
      where f.language_id = 1 order by f.film_id desc limit 7`,
  },
  {
    name: 'rows that pinned constants narrow',
    binding: search(
      'customer',
      {
        filter: shop.filter,
        constants: [{ column: 'active', const: 0 }],
        orderBy: { column: 'customer_id' },
        limit: 50,
      },
      ['customer_id', 'last_name', 'email', 'active', ['address.address', 'street']],
    ),
    params: shop.params,
    independent: `select c.customer_id, c.last_name, c.email, c.active, a.address from customer c
      join address a on a.address_id = c.address_id where c.store_id = 2 and c.active = 0 order by c.customer_id`,
  },
  {
    name: 'rows by an enumeration, ordered and limited',
    binding: search(
      'film',
      {
        filter: language.filter,
        constants: [{ column: 'rating', const: 'NC-17' }],
        orderBy: { column: 'film_id' },
        limit: 3,
      },
      ['film_id', 'rating', 'rental_rate'],
    ),
    params: language.params,
    independent: `select film_id, rating, rental_rate from film where language_id = 1 and rating = 'NC-17'
      order by film_id limit 3`,
  },
  {
    name: 'moments without a zone, the latest first',
    binding: search(
      'rental',
      { filter: copy.filter, orderBy: { column: 'return_date', direction: 'desc' }, limit: 4 },
      ['rental_id', 'rental_date', 'return_date', ['customer.last_name', 'last_name']],
    ),
    params: copy.params,
    independent: `select r.rental_id, r.rental_date, r.return_date, c.last_name from rental r
      join customer c on c.customer_id = r.customer_id where r.inventory_id = 4 order by r.return_date desc limit 4`,
  },
  {
    name: 'a new row with the key that the server gave it',
    binding: write(
      {
        table: 'actor',
        mode: 'insert',
        columns: [
          { column: 'first_name', param: 'first_name' },
          { column: 'last_name', const: `O'BRIEN "\\" 表` },
        ],
      },
      ['actor_id', 'first_name', 'last_name'],
    ),
    params: { first_name: "'; drop table actor; --" },
    independent: 'select actor_id, first_name, last_name from actor where actor_id > 200',
  },
  {
    name: 'a row that is changed by its key',
    binding: write(
      {
        table: 'film',
        mode: 'update',
        columns: [
          { column: 'rental_rate', param: 'price' },
          { column: 'rating', const: 'R' },
          { column: 'length', param: 'length' },
        ],
        keyColumn: 'film_id',
        keyParam: 'film_id',
      },
      ['film_id', 'rental_rate', 'rating', 'length', 'title'],
    ),
    params: { film_id: 2, price: '3.50' },
    independent: 'select film_id, rental_rate, rating, length, title from film where film_id = 2',
  },
]
