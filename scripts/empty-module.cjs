// In the image it stands in the place of packages that others load and nobody asks for: scripts/image.ts names them.
module.exports = {};
