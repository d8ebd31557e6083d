import { argument, textFlag } from '../command-line/parameter.ts'

/** What most commands are about. */
export const agentArgument = argument('agent', 'The agent by its name or id', { names: 'agent' })
export const providerArgument = argument('provider', 'The provider by its kind or name', {
  names: 'provider',
})
export const skillArgument = argument('skill', 'The skill by its function name, name or id', {
  names: 'skill',
})
export const providerFlag = textFlag('provider', 'The provider by its kind or name', { names: 'provider' })
export const agentFlag = textFlag('agent', 'The agent by its name or id', { names: 'agent' })
