// In the place of `body-parser`, which Express loads in case somebody asks it to parse bodies. Nobody does: what workers are sent they
// read by themselves. Its tables of encodings would be half of what a worker loads.
module.exports = {};
