/** By this name the controller writes, so that the next one knows its own numbers; also the name of its Lease. */
export const FIELD_MANAGER = 'civ8s-demand';
