// What is shown is in the address: filters, tabs, open drawers. Going back goes back.
import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useQuery(name: string, fallback = '', push = false): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : fallback
    },
    set: (value) => {
      const query = { ...route.query }
      if (value === fallback) delete query[name]
      else query[name] = value
      // A page of results belongs to the filter it was counted under.
      if (name !== 'after') delete query.after
      const to = { query }
      void (push ? router.push(to) : router.replace(to))
    },
  })
}
