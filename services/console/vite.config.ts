import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Assets carry hashes, so that a browser may keep them for ever; nothing is inlined, because the page allows no such thing. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: { proxy: { '/api': 'http://127.0.0.1:4400', '/docs/errors': 'http://127.0.0.1:4400' } },
})
