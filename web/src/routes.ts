import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { t } from './base/i18n.ts'
import { homePath, session } from './base/session.ts'
import { tell } from './base/toast.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./screens/sign-in/SignIn.vue'), meta: { title: 'core.title_sign_in', open: true } },
  { path: '/posts', component: () => import('./screens/sign-in/PostChooser.vue'), meta: { title: 'core.title_posts' } },
  { path: '/account', component: () => import('./screens/account/AccountScreen.vue'), meta: { title: 'core.title_account' } },
  { path: '/leads/new', component: () => import('./screens/leads/LeadNew.vue'), meta: { title: 'core.title_lead' } },
  { path: '/leads/import', component: () => import('./screens/import/ImportScreen.vue'), meta: { title: 'core.title_import' } },
  { path: '/projects', component: () => import('./screens/projects/ProjectList.vue'), meta: { title: 'core.title_projects' } },
  { path: '/projects/:id(\\d+)', component: () => import('./screens/project/ProjectScreen.vue'), meta: { title: 'core.title_project' } },
  { path: '/projects/:id(\\d+)/screening', component: () => import('./screens/project/ScreeningScreen.vue'), meta: { title: 'core.title_screening' } },
  { path: '/projects/:id(\\d+)/facts', component: () => import('./screens/project/FactsScreen.vue'), meta: { title: 'core.title_facts' } },
  { path: '/projects/:id(\\d+)/guide', component: () => import('./screens/guide/GuideScreen.vue'), meta: { title: 'core.title_guide' } },
  { path: '/ask', component: () => import('./screens/guide/GuideScreen.vue'), meta: { title: 'core.title_guide' } },
  { path: '/policies', component: () => import('./screens/policies/PoliciesScreen.vue'), meta: { title: 'core.title_policies' } },
  { path: '/projects/:id(\\d+)/policies', component: () => import('./screens/policies/PoliciesScreen.vue'), meta: { title: 'core.title_policies' } },
  { path: '/projects/:id(\\d+)/parks', component: () => import('./screens/parks/ParksScreen.vue'), meta: { title: 'core.title_parks' } },
  { path: '/clusters', component: () => import('./screens/parks/ClustersScreen.vue'), meta: { title: 'core.title_clusters' } },
  { path: '/projects/:id(\\d+)/plan', component: () => import('./screens/project/PlanScreen.vue'), meta: { title: 'core.title_plan' } },
  { path: '/projects/:id(\\d+)/intake', component: () => import('./screens/intake/IntakeScreen.vue'), meta: { title: 'core.title_intake' } },
  { path: '/intakes/:id(\\d+)', component: () => import('./screens/intake/CaseScreen.vue'), meta: { title: 'core.title_case' } },
  { path: '/visits', component: () => import('./screens/intake/VisitsScreen.vue'), meta: { title: 'core.title_visits' } },
  { path: '/desk', component: () => import('./screens/hall/HallScreen.vue'), meta: { title: 'core.title_hall' } },
  { path: '/workbench', component: () => import('./screens/workbench/WorkbenchScreen.vue'), meta: { title: 'core.title_workbench' } },
  { path: '/service', component: () => import('./screens/service/ServiceScreen.vue'), meta: { title: 'core.title_service' } },
  { path: '/queue', component: () => import('./screens/queue/QueueScreen.vue'), meta: { title: 'core.title_queue' } },
  { path: '/applications', component: () => import('./screens/queue/ApplicationList.vue'), meta: { title: 'core.title_applications' } },
  { path: '/problems', component: () => import('./screens/problems/ProblemsScreen.vue'), meta: { title: 'core.title_problems' } },
  { path: '/meetings', component: () => import('./screens/meetings/MeetingsScreen.vue'), meta: { title: 'core.title_meetings' } },
  { path: '/meetings/:id(\\d+)', component: () => import('./screens/meetings/MeetingScreen.vue'), meta: { title: 'core.title_meeting' } },
  { path: '/enterprise', component: () => import('./screens/enterprise/EnterpriseHome.vue'), meta: { title: 'core.title_enterprise' } },
  { path: '/enterprise/upload', component: () => import('./screens/enterprise/EnterpriseUpload.vue'), meta: { title: 'core.title_upload' } },
  { path: '/claims', component: () => import('./screens/claims/ClaimsScreen.vue'), meta: { title: 'core.title_claims' } },
  { path: '/ratings', component: () => import('./screens/ratings/RatingsScreen.vue'), meta: { title: 'core.title_ratings' } },
  { path: '/appraisals/:id(\\d+)', component: () => import('./screens/ratings/AppraisalScreen.vue'), meta: { title: 'core.title_ratings' } },
  { path: '/requests', component: () => import('./screens/claims/RequestsScreen.vue'), meta: { title: 'core.title_requests' } },
  { path: '/claims/:id(\\d+)', component: () => import('./screens/claims/ClaimScreen.vue'), meta: { title: 'core.title_claim' } },
  { path: '/promises', component: () => import('./screens/promises/PromisesScreen.vue'), meta: { title: 'core.title_promises' } },
  { path: '/due', component: () => import('./screens/desks/DueScreen.vue'), meta: { title: 'core.title_due' } },
  { path: '/cockpit', component: () => import('./screens/figures/CockpitScreen.vue'), meta: { title: 'core.title_figures' } },
  { path: '/indicators', component: () => import('./screens/indicators/IndicatorsScreen.vue'), meta: { title: 'core.title_indicators' } },
  { path: '/process', component: () => import('./screens/indicators/ProcessScreen.vue'), meta: { title: 'core.title_process' } },
  { path: '/capacity', component: () => import('./screens/capacity/CapacityScreen.vue'), meta: { title: 'core.title_capacity' } },
  { path: '/notices', component: () => import('./screens/notices/NoticesScreen.vue'), meta: { title: 'core.title_notices' } },
  { path: '/oversight', component: () => import('./screens/oversight/OversightScreen.vue'), meta: { title: 'core.title_oversight' } },
  { path: '/rehearsal', component: () => import('./screens/rehearsal/RehearsalScreen.vue'), meta: { title: 'core.title_rehearsal' } },
  { path: '/accounts', component: () => import('./screens/admin/AccountsScreen.vue'), meta: { title: 'core.title_accounts' } },
  { path: '/audit', component: () => import('./screens/admin/AuditScreen.vue'), meta: { title: 'core.title_audit' } },
  { path: '/rules', component: () => import('./screens/rules/RulesScreen.vue'), meta: { title: 'core.title_rules' } },
  { path: '/rules/calendar', component: () => import('./screens/rules/CalendarScreen.vue'), meta: { title: 'core.title_calendar' } },
  { path: '/rules/sets/:id(\\d+)', component: () => import('./screens/rules/RuleSetScreen.vue'), meta: { title: 'core.title_rule_set' } },
  { path: '/search', component: () => import('./screens/search/SearchScreen.vue'), meta: { title: 'core.title_search' } },
  { path: '/:rest(.*)*', component: () => import('./shell/NotFound.vue'), meta: { title: 'core.title_missing', open: true } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    return to.path === from.path ? false : { top: 0 }
  },
})

router.beforeEach((to) => {
  if (!to.meta.open && !session.signed_in) return { name: 'home', query: { next: to.fullPath } }
  if (to.name === 'home' && session.signed_in) return homePath()
  if (session.signed_in && !session.post && to.path !== '/posts' && !to.meta.open) return '/posts'
  return true
})

router.afterEach((to, from) => {
  document.title = t(to.meta.title) + ' · ' + t('core.brand')
  if (from.matched.length && to.path !== from.path) window.setTimeout(() => document.getElementById('main')?.focus(), 0)
})

// After a new version is installed the old chunks are gone; the page is fetched anew, once.
router.onError((error, to) => {
  // Without a line a reload would only lose the page that is still there.
  if (!navigator.onLine) return tell(t('core.offline'), null, true)
  if (!/import|fetch|module/i.test(String(error)) || sessionStorage.getItem('liandong.again') === to.fullPath) return
  sessionStorage.setItem('liandong.again', to.fullPath)
  window.location.assign(to.fullPath)
})
