import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import { messages } from './tools/vite-messages.mjs'
import { plain } from './tools/vite-plain.mjs'
import { places } from './tools/vite-places.mjs'

// Small parts that mostly come together travel together: fewer requests on an office proxy, and what
// is compressed together is smaller than the sum of its pieces.
const GROUPS: [RegExp, string][] = [
  // What is loaded whoever comes: one file.
  [/node_modules\/(?!pdfjs|echarts|zrender|tslib)|src\/base\/(api|i18n|fill|session|preferences|toast|day)\.|src\/acts\/dates|virtual:words\/core$|vite\/preload-helper|plugin-vue/, 'base'],
  // The frame around every screen of those signed in, and what lists are made of.
  [/src\/shell\/(UserMenu|SearchBox|NavBar|NoticeCount)|src\/kit\/(LoadBox|Light|TurnLine|TabRow|lazy)|src\/base\/(resource|live|say|url|pack|money|signed|phone)|styles\/(list|form)|virtual:words\/(kit|notice)$/, 'frame'],
  [/src\/kit\/(Form|form|Combobox|Modal|ConflictBox)|src\/acts\/ActDialog|virtual:words\/form$/, 'form'],
  [/src\/kit\/(DataTable|steady|UpdatesBar|Pager)/, 'table'],
  [/src\/kit\/ErrorSummary/, 'summary'],
  [/src\/kit\/HistoryList/, 'history'],
  [/src\/kit\/(ExportButton|PaperButton|AnalysisPapers|download)|virtual:words\/export$/, 'export'],
  [/src\/acts\/go/, 'go'],
  [/src\/acts\/application-send|virtual:words\/act$/, 'acts'],
  [/src\/acts\/(application-acts|ItemDrawer|ItemClock|ItemGuide|limits|FileViewer)|virtual:words\/item$/, 'item'],
  [/src\/acts\/(ItemCasework|casework-acts|TransferDialog|DecideDialog)|virtual:words\/cw$/, 'casework'],
  [/src\/acts\/(UploadBox|AddFiles|files|parts|sm3)|virtual:words\/upload$/, 'upload'],
  [/src\/acts\/(FileLook|PdfView|pdf\.ts)|virtual:words\/preview$/, 'look'],
  [/src\/acts\/promise\/CommitmentLine|virtual:words\/promise$/, 'promise'],
  [/src\/plan\/(links|gantt-layout|GanttChart)|virtual:words\/(plan|sheet)$/, 'plan'],
  [/src\/plan\/(WhatIf|use-|suppose|Drag|working-days|PlanTable)|virtual:words\/whatif$/, 'whatif'],
  [/src\/plan\/(DagChart|dag-layout|PlanSheets|sheets)/, 'charts'],
  // Words that several screens share, where none of them comes with the others.
  [/virtual:words\/project$/, 'project'],
  [/acts\/(forms|RoomList|CommandDialog|RaiseProblem)/, 'rooms'],
  [/screens\/project\/ServiceTab|virtual:words\/svc$/, 'service'],
  [/screens\/service\/|virtual:words\/serve$/, 'serve'],
  [/virtual:words\/intake$/, 'intake'],
  [/virtual:words\/detail$/, 'detail'],
  [/virtual:words\/clock$/, 'clock'],
  [/virtual:words\/cp$/, 'cp'],
  [/screens\/problems\/(ProblemDrawer|problem-acts)|acts\/whistle\/|virtual:words\/whistle$/, 'problemacts'],
  [/screens\/problems\/|virtual:words\/problems$/, 'problem'],
  [/screens\/rules\/(notice|rules-form)|virtual:words\/(rules|ruledlg)$/, 'rules'],
  // Screens that are a list each, tabs and steps are small: they travel together.
  [/screens\/(notices|search|oversight|figures|projects)\/|screens\/intake\/Visits|virtual:words\/(search|watch|figures|projects)$/, 'lists'],
  [/screens\/intake\/(Step(Form|Papers|Check)|PaperUpload|FindingList|form-fields)/, 'steps'],
  [/screens\/project\/(ProblemsTab|HistoryTab|FactsTab|CauseList|OpenApplications|Chance|chance|cause|ProjectActs)|kit\/StageBar|virtual:words\/(chance|causes)$/, 'tabs'],
  [/screens\/rules\/(RuleDialog|RuleEffect|RuleCondition|ConditionRows|ValueBox|condition|read-notice)|virtual:words\/(ruleeff|cond)$/, 'ruleacts'],
  [/screens\/policies\/|virtual:words\/policies$/, 'policies'],
  [/screens\/enterprise\/Enterprise(Cases|Briefings)/, 'entlater'],
  [/screens\/intake\/(CaseScreen|VisitDialog)/, 'casescreen'],
  [/src\/base\/facts|virtual:words\/facts$/, 'facts'],
  // What the page of a case opens on demand.
  [/acts\/page\/(SubmissionVersions|CaseVersion|CaseOutside|CaseCertificates|CaseChanges|submission)/, 'casepage'],
  [/src\/papers\/(PapersPanel|CertificateShelf|LetterList|CertificateUses|papers)|virtual:words\/papers$/, 'papers'],
  [/screens\/account\/SecondFactor|virtual:words\/factor$/, 'factor'],
  [/screens\/(admin|account)\/|virtual:words\/(admin|account)$/, 'admin'],
  [/screens\/meetings\/|virtual:words\/meet$/, 'meetings'],
  [/screens\/claims\/|virtual:words\/claim$/, 'claims'],
  [/(screens\/ratings|acts\/rate)\/|virtual:words\/rating$/, 'ratings'],
  [/screens\/capacity\/|virtual:words\/capacity$/, 'capacity'],
  [/screens\/queue\/(Queue|Application|Desk)|virtual:words\/queue$/, 'queue'],
  [/kit\/(ListPane|Pick)/, 'pane'],
  [/virtual:words\/desk$/, 'desk'],
  [/acts\/orders\/|virtual:words\/order$/, 'orders'],
  [/acts\/told\/|virtual:words\/told$/, 'told'],
  [/acts\/briefing\//, 'briefing'],
  [/screens\/desks\/(Due|Redate)/, 'desks'],
  [/screens\/promises\/Day|screens\/promises\/Deputies/, 'days'],
  [/acts\/page\/(Case(More|Outside|Version)|Submission)/, 'casemore'],
  [/screens\/indicators\/(?!charts)|virtual:words\/ind$/, 'indicators'],
  [/virtual:words\/ent$/, 'ent'],
  [/screens\/sign-in\/|virtual:words\/sign$/, 'sign'],
]

function chunkOf(id: string): string | undefined {
  if (id.includes('/pdfjs-dist/')) return undefined
  if (/node_modules\/(echarts|zrender|tslib)\/|indicators\/charts\.ts/.test(id)) return 'echarts'
  return GROUPS.find(([pattern]) => pattern.test(id))?.[1]
}

export default defineConfig({
  // What never changes of a template is made where it stands, not kept beside it: eight kilobytes in all.
  plugins: [vue({ template: { compilerOptions: { hoistStatic: false } } }), messages(), places(), plain()],
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
        // What a chunk needs in turn is asked for ahead by its list of files; named in it too it only weighs.
        hoistTransitiveImports: false,
        chunkFileNames: (chunk) => `assets/${chunk.name.split('.')[0]}-[hash].js`,
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/progress': 'http://127.0.0.1:8080', '/receipt': 'http://127.0.0.1:8080' } },
})
