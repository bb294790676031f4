/** Law: the version has one source, package.json; the build writes it in, and an unbundled run says that it is none. */
declare const __GRAFT_VERSION__: string | undefined;

export const VERSION: string = typeof __GRAFT_VERSION__ === "string" ? __GRAFT_VERSION__ : "0.0.0-unbuilt";
