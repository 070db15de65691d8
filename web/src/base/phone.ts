import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a phone: what needs width is drawn otherwise then. */
export function usePhone(): Ref<boolean> {
  const query = window.matchMedia('(max-width: 719px)')
  const phone = ref(query.matches)
  const follow = () => (phone.value = query.matches)
  onMounted(() => query.addEventListener('change', follow))
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return phone
}
