/** What stands between these lines of a document is written by a bench. */
export const MEASURED = /(?<=<!-- measured -->\n).*?(?=<!-- \/measured -->)/s;
