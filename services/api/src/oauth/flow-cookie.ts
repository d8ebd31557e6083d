/** Where browsers come back from providers. */
export const callbackPath = '/api/v1/oauth/callback'
export const flowCookieName = 'bindery_oauth'

/** The cookie that a browser gets when it begins an authorization: for this path, and gone with the authorization. */
export function flowCookie(value: string, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${flowCookieName}=${value}; Path=${callbackPath}; Max-Age=600; HttpOnly; SameSite=Lax${secure}`
}
