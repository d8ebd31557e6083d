import { setTimeout as wait } from 'node:timers/promises'
import { must, startStepsWorld, type StepsWorld } from '../../services/api/src/testing/steps-world.ts'
import { middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

const rounds = 20
const rows = 10
/** How long the provider takes over each request, in ms: without it, waiting side by side saves nothing. */
const latencyMs = 20

const phone = { caller_phone: '+31612345678' }
const person = {
  id: 'person',
  integration: 'people',
  operation: 'findPeople',
  take: 'one',
  inputs: [{ param: 'caller_phone', argument: 'phone' }],
}
const ticketRows = {
  path: 'tickets.items',
  leaf: 'tickets',
  max: rows,
  fields: [{ path: 'id', leaf: 'ticket_id' }],
}

/**
 * One call of two steps, against its two calls as skills of their own; and one that looks ten rows up, four at a time, against
 * the list and ten calls one after another (floors). Whole servers, over HTTP.
 */
export async function benchSteps(options: BenchOptions): Promise<void> {
  const world = await startStepsWorld()
  world.people.answers.now = () => wait(latencyMs, { items: [{ id: 'p-1', name: 'Ada Jansen' }] })
  world.desk.answers.now = ({ pathname }) =>
    wait(
      latencyMs,
      pathname === '/tickets'
        ? { items: Array.from({ length: rows }, (_, at) => ({ id: at, subject: `Ticket ${at}` })) }
        : { id: 1, state: 'open' },
    )
  const skills = await publishAll(world)
  const times = {
    alone: new Array<number>(),
    two: new Array<number>(),
    single: new Array<number>(),
    each: new Array<number>(),
  }
  // In turns, so that all see the same machine.
  for (let round = 0; round < rounds * options.runs; round++) {
    times.alone.push(
      await timed(async () => {
        await run(world, skills.find, phone)
        await run(world, skills.list, { requester_name: 'p-1' })
      }),
    )
    times.two.push(await timed(() => run(world, skills.two, phone)))
    times.single.push(
      await timed(async () => {
        await run(world, skills.list, { requester_name: 'p-1' })
        for (let at = 0; at < rows; at++) await run(world, skills.get, { ticket_id: String(at) })
      }),
    )
    times.each.push(await timed(() => run(world, skills.each, { requester_name: 'p-1' })))
  }
  const [alone, two, single, each] = [times.alone, times.two, times.single, times.each].map(middle)
  await world.close()
  print(
    'A skill of two steps over two providers',
    [
      { what: 'its two calls, one after another', medianMs: alone ?? 0 },
      { what: 'both in one call', medianMs: two ?? 0, ratio: (two ?? 0) / (alone ?? 1), goal: 1.15 },
    ],
    options.json ? 'json' : 'table',
  )
  print(
    `A skill that looks ${rows} rows up, four at a time`,
    [
      { what: 'the list and its calls, one after another', medianMs: single ?? 0 },
      { what: 'all in one call', medianMs: each ?? 0, ratio: (each ?? 0) / (single ?? 1), goal: 0.4 },
    ],
    options.json ? 'json' : 'table',
  )
}

async function publishAll(world: StepsWorld) {
  const listing = { integration: 'desk', operation: 'listTickets' }
  const tickets = { id: 'tickets', ...listing }
  const ticket = {
    id: 'ticket',
    integration: 'desk',
    operation: 'getTicket',
    inputs: [{ from: 'tickets.id', argument: 'id' }],
  }
  const requester = [{ param: 'requester_name', argument: 'requester' }]
  return {
    find: await world.publish({
      integration: 'people',
      operation: 'findPeople',
      toolName: 'Find',
      inputs: [{ param: 'caller_phone', argument: 'phone' }],
      projection: [
        { path: 'items', leaf: 'people', max: 5, fields: [{ path: 'name', leaf: 'customer_name' }] },
      ],
    }),
    list: await world.publish({
      ...listing,
      toolName: 'List',
      inputs: requester,
      projection: [{ ...ticketRows, path: 'items' }],
    }),
    get: await world.publish({
      integration: 'desk',
      operation: 'getTicket',
      toolName: 'Get',
      inputs: [{ param: 'ticket_id', argument: 'id' }],
      projection: [{ path: 'state', leaf: 'ticket_state' }],
    }),
    two: await world.publish({
      toolName: 'Both',
      steps: [person, { ...tickets, inputs: [{ from: 'person.id', argument: 'requester' }] }],
      projection: [{ path: 'person.name', leaf: 'customer_name' }, ticketRows],
    }),
    each: await world.publish({
      toolName: 'Each',
      steps: [{ ...tickets, take: 'each', inputs: requester }, ticket],
      projection: [
        { path: 'tickets', leaf: 'tickets', fields: [{ path: 'ticket.state', leaf: 'ticket_state' }] },
      ],
    }),
  }
}

async function run(world: StepsWorld, skillId: string, params: object): Promise<void> {
  await must(world.execute(skillId, params))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
