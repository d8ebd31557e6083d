import { ada, bilal, chiara, type ModelServer, type ModelScript, startModelServer } from '@bindery/fixtures'
import { Secret } from '@bindery/model'
import { z } from 'zod'
import { clinicKey, type ClinicServer, startClinicServer } from './clinic-server.ts'
import type { ApiAnswer } from './test-server.ts'

export const modelKey = 'canary-openai-key-9Zk4'
export const databasePassword = 'canary-database-password-2Lw8'

/** A clinic whose server drafts with a scripted language model. */
export interface ModelClinic {
  readonly server: ClinicServer
  readonly model: ModelServer
  /** Drafts without making a skill, with the model doing what a script says. */
  readonly draft: (body: object, script?: ModelScript) => Promise<ApiAnswer>
  readonly close: () => Promise<void>
}

/** Nothing of it may stand in a prompt: keys, and what the providers know of people. */
const forbidden = [
  clinicKey,
  modelKey,
  databasePassword,
  'test-key-with-every-scope',
  ...[ada, bilal, chiara].flatMap(({ fullName, phone, email }) => [fullName, phone, email]),
  'NL00DEMO',
  'made-up-hash',
]

export async function startModelClinic(): Promise<ModelClinic> {
  const model = await startModelServer({ port: 0, apiKey: modelKey, forbidden })
  const languageModel = { model: 'scripted', baseUrl: model.baseUrl, apiKey: new Secret(modelKey) }
  const server = await startClinicServer({ languageModel })
  return {
    server,
    model,
    draft: (body, script) => {
      if (script !== undefined) model.follow(script)
      const path = `/agents/${server.agentId}/integrations/clinic/bindings/auto`
      return server.api('POST', path, { body: { dryRun: true, ...body } })
    },
    close: async () => {
      await server.close()
      await model.close()
    },
  }
}

export const ModelDraft = z.object({
  draftId: z.string(),
  skill: z.object({ id: z.string() }).nullable(),
  binding: z.looseObject({ operation: z.string(), enabled: z.boolean() }),
  lines: z.array(
    z.object({
      target: z.string(),
      source: z.string(),
      kind: z.enum(['input', 'output']),
      strength: z.string(),
      signals: z.array(z.string()),
    }),
  ),
  usage: z.object({ calls: z.int(), promptTokens: z.int(), completionTokens: z.int() }),
  mapper: z.object({
    mode: z.string(),
    model: z.string().optional(),
    fallback: z.object({ reason: z.string(), message: z.string() }).optional(),
  }),
})
