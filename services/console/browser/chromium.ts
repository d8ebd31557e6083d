import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

export type { Browser, BrowserContext, Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of this machine; undefined when there is none. `CHROMIUM` names another one. */
export const chromiumPath: string | undefined = [process.env['CHROMIUM'] ?? '', ...places].find(
  (path) => path !== '' && existsSync(path),
)

if (chromiumPath === undefined) {
  console.warn(
    '\n*** No Chromium: the tests of the console are SKIPPED. Install it (apt-get install chromium) or set CHROMIUM. ***\n',
  )
}

/**
 * What a window of a whole browser does beside its page. The address bar's popups are pages too, each with a process of its own
 * for each window: they cost four times what the page costs that is tested. A process that waits for a next page is made for
 * nothing. The rest is what the driver turns off by itself: of two lists a browser takes the last.
 */
const off = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

/** A browser that asks nobody but the pages it is led to. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--disable-features=${off.join(',')}`,
    ],
  })

let shared: Promise<Browser> | undefined

/** One for all files of a test process, which ends with it; what a file opens there it closes. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= startBrowser()
  return shared
}
