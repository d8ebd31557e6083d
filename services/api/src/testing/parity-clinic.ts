import { type ParityCase, search, write } from './parity-cases.ts'

/** The same rows in both engines. What they type in their own way and mean alike is of each type: enumerations, moments. */
const rows = `
insert into customers (id, email, phone, full_name, code, since) values (9007199254740993, 'ada@example.com', '+31612345678', 'Ada', 'A1', '2024-02-29'),
  (2, 'bo@example.com', '+31600000000', 'Bo', 'B22', null);
insert into staff values (7, 'Rex'), (8, 'Mo');
insert into appointments (id, customer_id, staff_id, status, price, starts_at, made_at, note) values
  (1, 9007199254740993, 7, 'booked', 12345678.90, '2026-03-29 02:30:00', '2026-01-05 23:00:00', 'It''s "fine" \\ 表'),
  (2, 9007199254740993, null, 'done', 0.10, '2026-03-28 09:00:00', '2026-01-06 00:30:00', null),
  (3, 9007199254740993, 8, 'cancelled', null, '2026-03-27 09:00:00', '2026-01-07 00:00:00', ''),
  (4, 2, 8, 'booked', 5.00, '2026-03-27 10:00:00', '2026-01-07 00:00:00', 'x');
`

/** Tables of a small clinic, for machines that have a server but no sample databases. */
export const clinicSchema = {
  postgres: `create type visit_status as enum ('booked', 'done', 'cancelled');
create table customers (id bigint primary key, email varchar(80) not null unique, phone varchar(40) not null,
  full_name varchar(80) not null, code char(6) not null, since date, referrer_id bigint references customers (id));
create index customers_phone on customers (phone);
create table staff (id int primary key, nick varchar(40) not null);
create table appointments (id serial primary key, customer_id bigint not null references customers (id),
  staff_id int references staff (id), status visit_status not null default 'booked', price numeric(10,2),
  starts_at timestamp not null, made_at timestamptz not null default '2026-02-01 00:00:00Z', note text);
create index appointments_customer on appointments (customer_id, starts_at);
${rows} select setval('appointments_id_seq', 4);`,
  mysql: `create table customers (id bigint primary key, email varchar(80) not null unique, phone varchar(40) not null,
  full_name varchar(80) not null, code char(6) not null, since date, referrer_id bigint, key customers_phone (phone),
  foreign key (referrer_id) references customers (id));
create table staff (id int primary key, nick varchar(40) not null);
create table appointments (id int auto_increment primary key, customer_id bigint not null, staff_id int,
  status enum('booked', 'done', 'cancelled') not null default 'booked', price decimal(10,2),
  starts_at datetime not null, made_at timestamp not null default '2026-02-01 00:00:00', note text,
  key appointments_customer (customer_id, starts_at),
  foreign key (customer_id) references customers (id), foreign key (staff_id) references staff (id));
${rows.replaceAll('\\', '\\\\')}`,
} as const

const ada = { customer_id: '9007199254740993' }
const ofCustomer = { column: 'customer_id', param: 'customer_id' }

/** Ten skills on the clinic. */
export const clinicCases: readonly ParityCase[] = [
  {
    name: 'a row by its key, with a date and a padded code',
    binding: search('customers', { filter: { column: 'id', param: 'customer_id' } }, [
      ['id', 'customer_id'],
      'code',
      'since',
    ]),
    params: ada,
    independent: "select id, 'A1', since from customers where id = 9007199254740993",
  },
  {
    name: 'a row by the leading column of an index',
    binding: search('customers', { filter: { column: 'phone', param: 'caller_phone' } }, [
      'full_name',
      'since',
    ]),
    params: { caller_phone: '+31600000000' },
    independent: "select full_name, since from customers where phone = '+31600000000'",
  },
  {
    name: 'a row by a unique column',
    binding: search('customers', { filter: { column: 'email', param: 'customer_email' } }, [
      'full_name',
      'phone',
    ]),
    params: { customer_email: 'ada@example.com' },
    independent: "select full_name, phone from customers where email = 'ada@example.com'",
  },
  {
    name: 'a row with those that it refers to, one of which is missing',
    binding: search('appointments', { filter: { column: 'id', param: 'appointment_id' } }, [
      ['customer.full_name', 'customer_name'],
      ['staff.nick', 'practitioner'],
    ]),
    params: { appointment_id: 2 },
    independent: `select c.full_name, s.nick from appointments a join customers c on c.id = a.customer_id
      left join staff s on s.id = a.staff_id where a.id = 2`,
  },
  {
    name: 'the rows that refer to another, with moments and text as it is stored',
    binding: search('appointments', { filter: ofCustomer, orderBy: { column: 'starts_at' } }, [
      'id',
      'starts_at',
      'note',
      ['customer.full_name', 'customer_name'],
    ]),
    params: ada,
    independent: `select a.id, a.starts_at, a.note, c.full_name from appointments a join customers c on c.id = a.customer_id
      where a.customer_id = 9007199254740993 order by a.starts_at`,
  },
  {
    name: 'rows that pinned constants narrow, null among them',
    binding: search(
      'appointments',
      {
        filter: ofCustomer,
        constants: [
          { column: 'staff_id', const: null },
          { column: 'price', const: '0.1' },
        ],
      },
      ['id', 'price'],
    ),
    params: ada,
    independent: 'select id, price from appointments where staff_id is null and price = 0.1',
  },
  {
    name: 'rows by an enumeration',
    binding: search(
      'appointments',
      { filter: ofCustomer, constants: [{ column: 'status', const: 'done' }] },
      ['id', 'status'],
    ),
    params: ada,
    independent:
      "select id, status from appointments where customer_id = 9007199254740993 and status = 'done'",
  },
  {
    name: 'rows by what may be null, which comes first on both',
    binding: search('appointments', { filter: ofCustomer, orderBy: { column: 'price' }, limit: 2 }, [
      'id',
      'price',
    ]),
    params: ada,
    independent: `select id, price from appointments where customer_id = 9007199254740993
      order by price is not null, price limit 2`,
  },
  {
    name: 'a new row with the key and the defaults that the server gave it',
    binding: write(
      {
        table: 'appointments',
        mode: 'insert',
        columns: [
          { column: 'customer_id', param: 'customer_id' },
          { column: 'price', param: 'price' },
          { column: 'starts_at', param: 'start_time' },
          { column: 'note', const: `'; drop table staff; -- \\' "` },
          { column: 'staff_id', param: 'practitioner' },
        ],
      },
      ['id', 'customer_id', 'status', 'price', 'starts_at', 'note', 'staff_id'],
    ),
    params: { ...ada, price: '99999999.99', start_time: '2026-10-25T02:30:00' },
    independent:
      'select id, customer_id, status, price, starts_at, note, staff_id from appointments where id = 5',
  },
  {
    name: 'a row that is changed by its key, but for what is not given',
    binding: write(
      {
        table: 'appointments',
        mode: 'update',
        columns: [
          { column: 'status', param: 'status' },
          { column: 'note', const: null },
          { column: 'price', param: 'price' },
        ],
        keyColumn: 'id',
        keyParam: 'appointment_id',
      },
      ['id', 'status', 'note', 'price'],
    ),
    params: { appointment_id: 1, status: 'cancelled' },
    independent: 'select id, status, note, price from appointments where id = 1',
  },
]
