declare module 'virtual:words/core' {
  const words: import('./base/i18n.ts').Words
  export default words
}
declare module 'virtual:words/en' {
  const words: Record<string, string[]>
  export default words
}
