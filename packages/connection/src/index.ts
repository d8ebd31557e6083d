export {
  type AuthMethod,
  type Credential,
  type DatabaseLogin,
  type DraftRequest,
  type ShowSecret,
  type SslMode,
} from './auth/auth-method.ts'
export { grantMembers } from './auth/oauth2-authorization-code.ts'
export { authMethods, parseCredentials } from './auth/registry.ts'
export { type ConnectionTarget, type SqlDialect } from './connection-target.ts'
export { type CredentialSource } from './credential-source.ts'
export { checkDatabaseAddress, dialDatabase } from './database/open-database.ts'
export { type AddressVerdict, checkAddress } from './egress/check-address.ts'
export { type BlockReason, checkUrl, type UrlVerdict } from './egress/check-url.ts'
export { createEgress, type Egress, type EgressOptions } from './egress/egress.ts'
export { type EgressPolicy, type EgressRule, parseEgressAllow, publicEgress } from './egress/egress-policy.ts'
export { type Lookup, resolveTarget, systemResolver, type Target } from './egress/resolve-target.ts'
export { fetchDocument, type FetchDocumentOptions } from './fetch-document.ts'
export { Bulkhead, type BulkheadLimits } from './http/bulkhead.ts'
export { checkHeader, type Header } from './http/header-rules.ts'
export { libraryFetch, type LibraryFetch } from './library-fetch.ts'
export { openConnection } from './open-connection.ts'
export { openPreviewConnection, type PreviewConnection } from './preview-connection.ts'
export {
  type AuthorizationAnswer,
  type AuthorizationClient,
  finishAuthorization,
  type PendingAuthorization,
  refreshGrant,
  startAuthorization,
} from './oauth/authorization.ts'
export { bearerCredential } from './oauth/bearer-credential.ts'
export { tokenDeadlineMs } from './oauth/guarded-fetch.ts'
export { type IssuedToken } from './oauth/issued-token.ts'
export { type OAuthClient, type TokenDoor, type TokenQuestion } from './oauth/token-endpoint.ts'
export { type Redactor, redactor } from './redactor.ts'
export { egressBlocked } from './egress/egress-error.ts'
