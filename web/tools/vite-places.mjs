// Notes beside the manifest which file each source file of ours came to be in: the manifest names no
// screen that travels in a chunk with others.
export function places() {
  return {
    name: 'places',
    generateBundle(options, bundle) {
      const table = {}
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const id of chunk.moduleIds) if (/\/src\/[^?]*\.(vue|ts)$/.test(id)) table[id.replace(/^.*?\/src\//, 'src/')] = chunk.fileName
      }
      this.emitFile({ type: 'asset', fileName: '.vite/places.json', source: JSON.stringify(table) })
    },
  }
}
