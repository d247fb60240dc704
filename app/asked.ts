/** Carries the path that was asked for to the page that says what is missing there. */
export const askedHeader = "x-subready-asked";
