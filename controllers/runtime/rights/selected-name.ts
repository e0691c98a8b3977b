const BY_NAME = /(?:^|,)metadata\.name==?([^,]+)/;

/** The name of the one object that a field selector leaves: RBAC takes such a list for a request by that name. */
export const selectedName = (fieldSelector = ''): string | undefined => BY_NAME.exec(fieldSelector)?.[1];
