// What stands on many pages and is seldom pressed: loaded after the page itself.
import { defineAsyncComponent } from 'vue'

export const ExportButton = defineAsyncComponent(() => import('./ExportButton.vue'))
export const AnalysisPapers = defineAsyncComponent(() => import('./AnalysisPapers.vue'))
