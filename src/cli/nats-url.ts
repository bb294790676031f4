/** Law: an address is refused here only where no NATS client could use it; whether somebody answers is found out later. */
const SCHEMES: readonly string[] = ["nats:", "tls:"];

/** `nats://host:port`, `tls://host:port`, or `host`, `host:port` alone; IPv6 in brackets. */
export function isNatsUrl(text: string): boolean {
  if (text === "" || /[\s\p{Cc}]/u.test(text)) return false;
  const withScheme = text.includes("://") ? text : `nats://${text}`;
  if (!URL.canParse(withScheme)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(withScheme);
  return SCHEMES.includes(protocol) && hostname !== "" && ["", "/"].includes(pathname) && search === "" && hash === "";
}

/** What may be shown of addresses that cannot be read: before an @ there may be a password. */
export const withoutSecrets = (text: string): string => text.replace(/^.*@/s, "");

/** Comma-separated addresses, or null where one of them is none. */
export function parseNatsUrls(text: string): readonly string[] | null {
  const urls = text.split(",").map((url) => url.trim());
  return urls.every(isNatsUrl) ? urls : null;
}
