import { createApp } from 'vue'
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'
import App from './shell/App.vue'
import { onSignedOut } from './base/api.ts'
import { restorePreferences } from './base/preferences.ts'
import { forgetSession, loadSession } from './base/session.ts'
import { router } from './routes.ts'

onSignedOut(() => {
  forgetSession()
  const here = router.currentRoute.value
  // The address is kept, so that signing in again leads back to the same work.
  if (here.name !== 'home') void router.replace({ name: 'home', query: { next: here.fullPath } })
})

async function start(): Promise<void> {
  await Promise.all([
    restorePreferences(),
    // Without an answer the pages still start: the sign-in page says that the server is away.
    loadSession().catch(() => undefined),
  ])
  createApp(App).use(router).mount('#app')
}

void start()
