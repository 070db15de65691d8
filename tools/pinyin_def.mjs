// Makes src/engine/retrieve/pinyin.def, a line a syllable with the characters that can be read so, from npm's pinyin-pro (MIT; its
// readings of single characters). Run by hand when that package has a better table:
//
//     npm pack pinyin-pro@3.29.4 && tar xzf pinyin-pro-3.29.4.tgz && node tools/pinyin_def.mjs package/dist/index.js > src/engine/retrieve/pinyin.def
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const { pinyin } = createRequire(import.meta.url)(resolve(process.argv[2]))
const of = new Map()
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const character = String.fromCodePoint(code)
  const readings = pinyin(character, { multiple: true, toneType: 'none', type: 'array' })
  for (const reading of new Set(readings.map((one) => one.toLowerCase().replaceAll('ü', 'v').normalize('NFD').replace(/[^a-z]/g, '')))) {
    if (reading && reading.length <= 6 && /[aeiouvmn]/.test(reading) && !readings.includes(character)) of.set(reading, (of.get(reading) || '') + character)
  }
}
console.log('/* Made by tools/pinyin_def.mjs from npm pinyin-pro 3.29.4 (MIT). SYLLABLE(reading, characters); u with two dots is v. */')
for (const reading of [...of.keys()].sort()) console.log(`SYLLABLE("${reading}", "${of.get(reading)}")`)
