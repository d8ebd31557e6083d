import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { ConfigError, readConfig, settings } from './config.ts'

const hex = '42'.repeat(32)

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs no setting at all', () => {
    expect(readConfig({ PATH: '/bin', HOME: '/root' })).toEqual({
      port: 4400,
      host: '127.0.0.1',
      dataDirectory: '.bindery',
      databaseUrl: undefined,
      bootstrapApiKey: undefined,
      masterKey: { from: 'data-directory' },
      olderMasterKey: undefined,
      publicUrl: undefined,
      demo: 'on',
      egressAllow: '',
      maxDocumentBytes: 67_108_864,
      maxIntegrations: 10_000,
      maxAgents: 10_000,
      requestsPerMinute: 120_000,
      mcpToolBudget: 8_000,
      mcpHosts: [],
      languageModel: undefined,
    })
  })

  it('takes every setting that it names', () => {
    const config = readConfig({
      BINDERY_PORT: '0',
      BINDERY_HOST: '0.0.0.0',
      BINDERY_DATA_DIR: '/data',
      BINDERY_DATABASE_URL: 'postgres://u:p@db/b',
      BINDERY_BOOTSTRAP_API_KEY: 'bnd_x',
      BINDERY_MASTER_KEY: hex,
      BINDERY_MASTER_KEY_FILE: '/run/key',
      BINDERY_MASTER_KEY_OLD_FILE: '/run/old',
      BINDERY_PUBLIC_URL: 'https://bindery.example/base/',
      BINDERY_DEMO: '0',
      BINDERY_EGRESS_ALLOW: '10.0.0.0/8:443',
      BINDERY_MAX_DOCUMENT_BYTES: '1024',
    })
    expect(config).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataDirectory: '/data',
      olderMasterKey: { from: 'file', path: '/run/old' },
      publicUrl: 'https://bindery.example/base',
      demo: 'off',
      egressAllow: '10.0.0.0/8:443',
      maxDocumentBytes: 1024,
      maxIntegrations: 10_000,
      maxAgents: 10_000,
      requestsPerMinute: 120_000,
      mcpToolBudget: 8_000,
      mcpHosts: [],
    })
    expect([config.databaseUrl?.reveal(), config.bootstrapApiKey?.reveal(), config.masterKey.from]).toEqual([
      'postgres://u:p@db/b',
      'bnd_x',
      'text',
    ])
  })

  test('what the command line reads may be set beside', () => {
    const environment = {
      BINDERY_SERVER: 'http://127.0.0.1:4400',
      BINDERY_API_KEY: 'k',
      BINDERY_PROFILE: 'p',
    }
    expect(readConfig(environment).port).toBe(4400)
  })

  test.each([
    ['a misspelt name', { BINDERY_PROT: '1' }, ['BINDERY_PROT is not a setting. Did you mean BINDERY_PORT?']],
    [
      'a name with a part missing',
      { BINDERY_MASTERKEY: hex },
      ['BINDERY_MASTERKEY is not a setting. Did you mean BINDERY_MASTER_KEY?'],
    ],
    [
      'a name unlike any other',
      { BINDERY_XYZZYQQ: '1' },
      [
        `BINDERY_XYZZYQQ is not a setting. Known names: ${Object.keys(settings)
          .filter((name) => name.startsWith('BINDERY_'))
          .join(', ')}.`,
      ],
    ],
    [
      'a port that is no number',
      { BINDERY_PORT: 'http' },
      ['BINDERY_PORT must be a whole number from 0 to 65535, not "http".'],
    ],
    [
      'a port beyond the last one',
      { BINDERY_PORT: '65536' },
      ['BINDERY_PORT must be a whole number from 0 to 65535, not "65536".'],
    ],
    [
      'half a port',
      { BINDERY_PORT: '80.5' },
      ['BINDERY_PORT must be a whole number from 0 to 65535, not "80.5".'],
    ],
    [
      'a port in hex',
      { BINDERY_PORT: '0x50' },
      ['BINDERY_PORT must be a whole number from 0 to 65535, not "0x50".'],
    ],
    [
      'a cap that is too small',
      { BINDERY_MAX_DOCUMENT_BYTES: '10' },
      ['BINDERY_MAX_DOCUMENT_BYTES must be a whole number from 1024 to 1073741824, not "10".'],
    ],
    [
      'a demo that is neither on nor off',
      { BINDERY_DEMO: 'off' },
      ['BINDERY_DEMO must be 0 or 1, not "off".'],
    ],
    [
      'a server without a master key',
      { BINDERY_DATABASE_URL: 'postgres://db/b' },
      [expect.stringMatching(/^BINDERY_DATABASE_URL needs BINDERY_MASTER_KEY or BINDERY_MASTER_KEY_FILE/)],
    ],
    [
      'several problems at once',
      { BINDERY_PORT: '-1', BINDERY_HSOT: 'x' },
      [
        'BINDERY_HSOT is not a setting. Did you mean BINDERY_HOST?',
        'BINDERY_PORT must be a whole number from 0 to 65535, not "-1".',
      ],
    ],
  ])('refuses %s', (_, environment, problems) => {
    expect(problemsOf(environment)).toEqual(problems)
  })

  test.each([
    ['an empty text', ''],
    ['white space', '  '],
  ])('takes %s for a setting that is not there', (_, text) => {
    expect(readConfig({ BINDERY_PORT: text, BINDERY_MASTER_KEY: text, BINDERY_DEMO: text })).toEqual(
      readConfig({}),
    )
  })

  it('never shows a secret', () => {
    const config = readConfig({
      BINDERY_DATABASE_URL: 'postgres://u:hunter2@db/b',
      BINDERY_MASTER_KEY: hex,
      BINDERY_BOOTSTRAP_API_KEY: 'hunter2',
    })
    expect([inspect(config, { depth: 9 }), JSON.stringify(config)].join(' ')).not.toMatch(/hunter2|4242/)
  })
})

it('reads no name that is not among the settings', () => {
  const read = new Set<string>()
  const environment = new Proxy<Record<string, string>>(
    { BINDERY_MODEL: 'a-model' },
    {
      get: (values, name) => {
        read.add(String(name))
        return values[String(name)] ?? (String(name) === 'OPENAI_API_KEY' ? 'canary-key' : undefined)
      },
    },
  )
  readConfig(environment)
  expect([...read].sort()).toEqual(Object.keys(settings).sort())
})
