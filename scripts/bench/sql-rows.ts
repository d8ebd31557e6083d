import { compile } from '../../packages/compiler/src/index.ts'
import type { SqlDialect } from '../../packages/connection/src/index.ts'
import type { BareSession } from '../../packages/connection/src/testing/index.ts'
import { Binding, type Json, type SchemaCatalog, type SourceAdapter } from '../../packages/model/src/index.ts'

/** Parts of each item and marks on each part, six and three of them. */
export const fillRows: { readonly [dialect in SqlDialect]: (items: number) => string } = {
  postgres: (items) => `${tables};
insert into part select n, 1 + n % ${items}, 'part ' || n, n from generate_series(1, ${6 * items}) n;
insert into mark select n, 1 + n % ${6 * items}, 'mark ' || n from generate_series(1, ${18 * items}) n; analyze part; analyze mark`,
  mysql: (items) => `${tables};
insert into part select seq, 1 + seq % ${items}, concat('part ', seq), seq from seq_1_to_${6 * items};
insert into mark select seq, 1 + seq % ${6 * items}, concat('mark ', seq) from seq_1_to_${18 * items}`,
}

const tables = `
create table part (id bigint primary key, item_id bigint not null, title varchar(80) not null, price decimal(12, 2) not null, foreign key (item_id) references item (id));
create index part_item on part (item_id);
create table mark (id bigint primary key, part_id bigint not null, word varchar(80) not null, foreign key (part_id) references part (id));
create index mark_part on mark (part_id)`

/** An item with its parts and their marks, as somebody would write it who knows the server. */
const byHand: { readonly [dialect in SqlDialect]: string } = {
  postgres: `select i.id, i.name, (select json_agg(p) from (select title, price::text,
  (select json_agg(m) from (select word from mark where part_id = part.id order by id limit 4) m) as marks
  from part where item_id = i.id order by price desc, id desc limit 6) p) from item i where i.id = $1`,
  mysql: `select i.id, i.name, (select json_arrayagg(json_object('title', p.title, 'price', cast(p.price as char), 'marks',
  (select json_arrayagg(json_object('word', m.word) order by m.id limit 4) from mark m where m.part_id = p.id))
  order by p.price desc, p.id desc limit 6) from part p where p.item_id = i.id) from item i where i.id = ?`,
}

/** The rows as values, which one of the drivers leaves as text. */
export async function runRowsByHand(
  session: BareSession,
  dialect: SqlDialect,
  key: string,
): Promise<unknown> {
  const rows = await session.prepared(byHand[dialect], [key])
  return rows.map((row) =>
    Array.isArray(row) ? row.map((cell: unknown) => (isJsonText(cell) ? parsed(cell) : cell)) : row,
  )
}

const parsed = (text: string): unknown => JSON.parse(text)

const isJsonText = (cell: unknown): cell is string => typeof cell === 'string' && cell.startsWith('[')

/** The same rows as a skill asks for them. */
export function planRows(catalog: SchemaCatalog, adapter: SourceAdapter): Json {
  const operation = catalog.operations.find(({ name }) => name.endsWith('item.find'))?.name ?? ''
  const prefix = operation.slice(0, -'item.find'.length)
  const marks = {
    path: [`${prefix}mark`],
    leaf: 'marks',
    max: 3,
    orderBy: [{ field: 'id' }],
    fields: [{ path: 'word', leaf: 'word' }],
  }
  const parts = {
    path: [`${prefix}part`],
    leaf: 'parts',
    max: 5,
    orderBy: [{ field: 'price', direction: 'desc' }],
    fields: [{ path: 'title', leaf: 'title' }, { path: 'price', leaf: 'price' }, marks],
  }
  const fields = [{ path: 'id', leaf: 'item_id' }, { path: 'name', leaf: 'item_name' }, parts]
  const compiled = compile({
    binding: Binding.parse({
      operation,
      toolName: 'Find item',
      where: [{ field: 'id', param: 'item_id' }],
      projection: [{ path: '$', leaf: 'items', max: 1, fields }],
    }),
    catalog,
    catalogHash: 'sha256:bench',
    lowering: adapter,
    integration: 'bench',
    scoping: { blockedObjects: [], blockedFields: [] },
  })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  return compiled.value.skill.plan
}
