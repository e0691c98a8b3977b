// A source of this repository names each file that it imports by its path, with its ending. Node looks for it all the same: for links on
// the way, for a folder's package.json. That is a fifth of what `civ` takes to start, so what is there is told at once, and what is not
// is left to Node, which says so well.
const { existsSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { join } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');

const root = pathToFileURL(join(__dirname, '..', '/')).href;
const isOwn = (url = '') => url.startsWith(root) && !url.includes('/node_modules/');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.ts') && isOwn(context.parentURL)) {
      const { href: url } = new URL(specifier, context.parentURL);
      if (existsSync(fileURLToPath(url))) return { url, format: 'module-typescript', shortCircuit: true };
    }
    return next(specifier, context);
  },
});
