import { existsSync } from 'node:fs'
import { unwrap } from '@bindery/client'
import { type Call, type Command, lines } from '../command.ts'
import { reportOf } from '../failures/error-report.ts'
import { tableLines } from '../output/table.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'
import { isOpenToOthers, profilesFile } from '../session/profiles.ts'
import { openSession } from '../session/session.ts'
import { version } from '../version.ts'

type Result = 'passed' | 'failed' | 'unproven'

interface Check {
  readonly name: string
  readonly result: Result
  readonly detail: string
}

export const command: Command = {
  summary: 'Checks this command, the server, the key, and what the server checks of itself',
  takes: [],
  output: own(
    listOf(members({ name: text, result: { enum: ['passed', 'failed', 'unproven'] }, detail: text })),
  ),
  example: 'doctor',
  run: async (call) => {
    const checks = [...ownChecks(call), ...(await serverChecks(call))]
    const hasFailed = checks.some(({ result }) => result === 'failed')
    return {
      data: checks,
      view: lines(tableLines(checks, ['name', 'result', 'detail'], call.terminal.width)),
      ...(hasFailed && { exit: 'unreachable' }),
    }
  },
}

const check = (name: string, result: Result, detail: string): Check => ({ name, result, detail })

function ownChecks({ settings, world }: Call): readonly Check[] {
  const { server, from } = openSession(settings, world.environment)
  const file = profilesFile(world.environment)
  const isOpen = isOpenToOthers(file)
  return [
    check('command', 'passed', `bindery ${version} on Node ${process.versions.node}`),
    check('address', 'passed', `${server}, by the ${from.server}`),
    check(
      'sign-ins',
      isOpen ? 'failed' : 'passed',
      isOpen ? `chmod 600 ${file}` : existsSync(file) ? file : 'none',
    ),
  ]
}

/** One request says whether the server is there, the key is good and the versions fit; another what it knows of itself. */
async function serverChecks(call: Call): Promise<readonly Check[]> {
  const { api } = call
  try {
    const { data } = unwrap(await api.GET('/api/v1/session'))
    const isSame = data.version.split('.')[0] === version.split('.')[0]
    return [
      check(
        'server',
        isSame ? 'passed' : 'unproven',
        `version ${data.version} of "${data.organization.name}"`,
      ),
      check('key', 'passed', `"${data.key.name}" with ${data.key.scopes.length} scopes`),
      check(
        'model',
        data.model === null ? 'unproven' : 'passed',
        data.model?.name ?? 'none: drafts are made by rules',
      ),
      ...(await innerChecks(call)),
    ]
  } catch (error) {
    const { detail, code } = reportOf(error)
    return [check(code === 'server_unreachable' ? 'server' : 'key', 'failed', detail)]
  }
}

async function innerChecks({ api }: Call): Promise<readonly Check[]> {
  const { data } = await api.GET('/api/v1/system')
  if (data === undefined) return [check('system', 'unproven', 'This key may not see it (keys:read).')]
  const { store, checks } = data.data
  return [
    check('store', 'passed', `${store.kind}, ${Math.round(store.bytes / 1_000_000)} MB`),
    ...checks.map(({ name, ok, detail }) => check(name, ok ? 'passed' : 'failed', detail ?? '')),
  ]
}
