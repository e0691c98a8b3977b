#!/usr/bin/env node
// Plain old JavaScript: a Node that is too old must be able to read this far.
var wanted = require('../package.json').engines.node;
var least = Number(wanted.replace(/\D/g, ''));
if (Number(process.versions.node.split('.')[0]) < least) {
  process.stderr.write('civ: cannot run on Node ' + process.versions.node + ', which is older than ' + least + ': install Node ' + least + ' or newer\n');
  process.exitCode = 1;
} else {
  void import('../build/cli/main.js');
}
