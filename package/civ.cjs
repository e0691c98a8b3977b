#!/usr/bin/env node
// Plain old JavaScript: a Node that is too old must be able to read this far.
var wanted = require('../package.json').engines.node;
var least = Number(wanted.replace(/\D/g, ''));
if (Number(process.versions.node.split('.')[0]) < least) {
  process.stderr.write(
    'civ: cannot run on Node ' + process.versions.node + ', which is older than ' + least + ': install Node ' + least + ' or newer\n',
  );
  process.exitCode = 1;
} else {
  // Before the first file of ours is read: from the second start on nothing is stripped of its types, nor parsed.
  require('node:module').enableCompileCache();
  // In a checkout the sources, for a build/ there may be of yesterday.
  var sources = require('node:path').join(__dirname, '../cli/main.ts');
  var isCheckout = require('node:fs').existsSync(sources);
  if (isCheckout) require('../scripts/own-imports.cjs');
  void import(isCheckout ? '../cli/main.ts' : '../build/cli/main.js');
}
