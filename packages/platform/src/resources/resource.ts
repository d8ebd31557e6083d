import { Binding, StepsBinding } from '@bindery/model'
import { toFunctionName } from '@bindery/compiler'
import { z } from 'zod'
import { NewAgent } from '../agents/agents.ts'
import { OneBinding } from '../skills/any-bindings.ts'

/** Of the form in which files hold what a server has. */
const apiVersion = z.literal('bindery/v1')

export const AgentResource = z
  .strictObject({ apiVersion, kind: z.literal('Agent'), ...NewAgent.shape })
  .meta({ id: 'AgentResource', description: 'An agent. What is left out stays as it is' })

const head = {
  apiVersion,
  kind: z.literal('Binding'),
  agent: NewAgent.shape.name.describe('Name of the agent'),
  moved: z
    .strictObject({ from: z.string().min(1).max(64).describe('Function name that the skill had') })
    .optional()
    .describe('Renames a skill instead of making another one'),
}

export const BindingResource = z
  .strictObject({ ...head, integration: OneBinding.shape.integration, ...Binding.shape })
  .meta({ id: 'BindingResource' })

export const StepsResource = z.strictObject({ ...head, ...StepsBinding.shape }).meta({ id: 'StepsResource' })

/** One thing as one file holds it: names stand for ids, and nothing in it is a secret. */
export const Resource = z.union([AgentResource, BindingResource, StepsResource]).meta({ id: 'Resource' })
export type Resource = z.output<typeof Resource>
export type AgentResource = z.output<typeof AgentResource>
export type AnyBindingResource = Exclude<Resource, AgentResource>

/** What a resource is called among all: `Agent/front-desk`, `Binding/front-desk/find_customer`. */
export const addressOf = (resource: Resource): string =>
  resource.kind === 'Agent'
    ? addressOfAgent(resource.name)
    : addressOfBinding(resource.agent, toFunctionName(resource.toolName))

export const addressOfAgent = (name: string): string => `Agent/${name}`
export const addressOfBinding = (agent: string, functionName: string): string =>
  `Binding/${agent}/${functionName}`

/** The agents that resources are, or are of. */
export const namesIn = (resources: readonly Resource[]): readonly string[] =>
  resources.map((resource) => (resource.kind === 'Agent' ? resource.name : resource.agent))
