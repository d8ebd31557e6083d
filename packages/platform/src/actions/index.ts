export { createAction, editAction, linksOf, removeAction, requireAuthored } from './author-action.ts'
export { createLink, editLink, type LinkedSkill, removeLink } from './author-link.ts'
export { createTool, listTools, removeTool, requireCustom, type StoredTool } from './author-tool.ts'
export type { ParameterDefinition } from './custom-tool.ts'
export {
  configureServer,
  discoverServer,
  listServerTools,
  removeServer,
  testServer,
} from './mcp-servers/mcp-server.ts'
export { testAction } from './test-action.ts'
export { createWebhook } from './webhook-skill.ts'
export { actionLinkUseCases } from './action-links.ts'
export { customApiUseCases } from './custom-api.ts'
export { mcpServerUseCases } from './mcp-servers/mcp-servers.ts'
export { sharedActionUseCases } from './shared-actions.ts'
export { webhookSkillUseCases } from './webhook-skills.ts'
