export {
  type AuthMethod,
  type Credential,
  type DraftRequest,
  placesFilledBy,
  type ShowSecret,
} from './auth/auth-method.ts'
export type { DatabaseLogin, SslMode } from './auth/database-login.ts'
export { nowhere, type Permit, type Reach, requireReach, toOrigin } from './auth/reach.ts'
export { grantMembers } from './auth/oauth2-authorization-code.ts'
export { authMethods, parseCredentials } from './auth/registry.ts'
export { type ConnectionTarget, type SqlDialect, type CredentialSource } from './connection-target.ts'
export { readyCredential } from './credential-source.ts'
export { checkDatabaseAddress, dialDatabase } from './database/open-database.ts'
export { type AddressVerdict, checkAddress } from './egress/check-address.ts'
export { type BlockReason, checkUrl, type UrlVerdict } from './egress/check-url.ts'
export { createEgress, type Egress, type EgressOptions } from './egress/egress.ts'
export { type EgressPolicy, type EgressRule, parseEgressAllow, publicEgress } from './egress/egress-policy.ts'
export { type Lookup, resolveTarget, systemResolver, type Target } from './egress/resolve-target.ts'
export { fetchDocument, type FetchDocumentOptions } from './fetch-document.ts'
export { Bulkhead, type BulkheadLimits, type CallBounds, standardBounds } from './http/bulkhead.ts'
export { checkHeader, type Header } from './http/header-rules.ts'
export { libraryFetch, type LibraryFetch } from './library-fetch.ts'
export { orAborted } from './or-aborted.ts'
export { openConnection } from './open-connection.ts'
export { openPreviewConnection, type PreviewConnection } from './preview-connection.ts'
export {
  type AuthorizationAnswer,
  finishAuthorization,
  type PendingAuthorization,
  refreshGrant,
  startAuthorization,
} from './oauth/authorization.ts'
export { type Revocation, revokeGrant } from './oauth/revoke-grant.ts'
export { bearerCredential } from './oauth/bearer-credential.ts'
export { tokenDeadlineMs } from './oauth/guarded-fetch.ts'
export { type IssuedToken } from './oauth/issued-token.ts'
export type { AuthorizationClient, OAuthClient, TokenDoor } from './oauth/oauth-client.ts'
export type { TokenQuestion } from './oauth/token-endpoint.ts'
export { isHiddenWholeOnly, type Redactor, redactor } from './redactor.ts'
export { egressBlocked } from './egress/egress-error.ts'
