export { admitUses, loadAllowedOrigins } from './allowed-origins.ts'
export { toCamelCase } from './connector-members.ts'
export { type FinishedFlow, finishFlow } from './finish-flow.ts'
export {
  createConnector,
  editConnector,
  type FoundConnector,
  loadConnector,
  removeConnector,
} from './manage-connectors.ts'
export {
  createSecret,
  editSecret,
  type FoundSecret,
  loadSecret,
  removeSecret,
  toReference,
} from './manage-secrets.ts'
export { secretPlace } from './places.ts'
export { authMethodUseCases } from './auth-methods.ts'
export { authConnectorUseCases } from './auth-connectors.ts'
export { secretUseCases } from './secrets.ts'
