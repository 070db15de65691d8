import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import { messages } from './tools/vite-messages.mjs'

// Small parts that always come together travel together: fewer requests on an office proxy.
const GROUPS: [RegExp, string][] = [
  [/src\/base\/(api|i18n|fill|session|preferences|toast|day)\.|virtual:words\/core$|vite\/preload-helper|plugin-vue/, 'base'],
  [/src\/shell\/(UserMenu|SearchBox|NavBar)/, 'shell'],
  [/src\/kit\/DataTable/, 'table'],
  [/src\/kit\/(steady|UpdatesBar|LoadBox|Light|TurnLine)|src\/base\/(resource|live|say|url|pack|money)|styles\/(list|form)|virtual:words\/kit$/, 'list'],
  [/src\/kit\/ErrorSummary/, 'summary'],
  [/src\/kit\/(Form|form|Combobox|Modal|ConflictBox)|src\/acts\/(ActDialog|RaiseProblem|dates)|virtual:words\/form$/, 'form'],
  [/src\/acts\/application-send|virtual:words\/act$/, 'acts'],
  [/src\/acts\/(application-acts|ItemDrawer|ItemClock|ItemGuide|limits|FileViewer)|virtual:words\/item$/, 'item'],
  [/src\/acts\/(UploadBox|files|parts|sm3)|virtual:words\/upload$/, 'upload'],
  [/src\/acts\/FileLook|virtual:words\/preview$/, 'look'],
  [/src\/kit\/(ExportButton|download)|virtual:words\/export$/, 'export'],
  [/src\/acts\/promise\/CommitmentLine|virtual:words\/promise$/, 'promise'],
  [/problem-words|virtual:words\/problems$/, 'problem-words'],
  [/src\/plan\/(links|gantt-layout|GanttChart)|virtual:words\/plan$/, 'plan'],
]

function chunkOf(id: string): string | undefined {
  if (id.includes('/node_modules/')) return 'vue'
  return GROUPS.find(([pattern]) => pattern.test(id))?.[1]
}

export default defineConfig({
  plugins: [vue(), messages()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    // Browsers of domestic desktops trail Chromium by years; nothing newer than this reaches them.
    target: 'es2019',
    cssTarget: 'chrome80',
    // The polyfill and inlined assets would need a weaker content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    // Two kilobytes smaller than the faster minifier, which is what keeps the entry within its budget.
    minify: 'terser',
    terserOptions: { ecma: 2019 as never, module: true, compress: { passes: 3, pure_getters: true }, format: { comments: false } },
    rollupOptions: {
      output: {
        manualChunks: chunkOf,
        chunkFileNames: (chunk) => `assets/${chunk.name.split('.')[0]}-[hash].js`,
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/progress': 'http://127.0.0.1:8080', '/receipt': 'http://127.0.0.1:8080' } },
})
