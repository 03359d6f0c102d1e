'use strict'
// node hypercore_append.js PACKAGES STORE LINES: appends the lines of a file to one core, a thousand at a time, and
// prints the seconds from the first append until the store is closed. Called by peers.py.
const fs = require('fs')
const path = require('path')
const [packages, folder, file] = process.argv.slice(2)
const Corestore = require('module').createRequire(path.join(packages, 'x.js'))('corestore')

async function main () {
  const blocks = fs.readFileSync(file, 'utf8').trimEnd().split('\n').map(line => Buffer.from(line))
  const store = new Corestore(folder)
  await store.ready()
  const core = store.get({ name: 'log' })
  await core.ready()
  const start = process.hrtime.bigint()
  for (let at = 0; at < blocks.length; at += 1000) await core.append(blocks.slice(at, at + 1000))
  await store.close()
  console.log(Number(process.hrtime.bigint() - start) / 1e9)
}

main()
