/** Who changes a workload, as `managedFields` says it: tools are told to leave alone what is changed by this name. */
export const FIELD_MANAGER = 'Reloader';
