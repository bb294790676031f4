/** Numbers as a person reads them. Law: the unit always stands with the number; nothing is shown finer than it is known. */

/** `12 ms`, `3.4 s`, `5 m 06 s`, `2 h 03 m`. */
export function formatSpan(spanMs: number): string {
  if (spanMs < 999.5) return `${Math.round(spanMs)} ms`;
  if (spanMs < 59_950) return `${(spanMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(spanMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** `512`, `3.4K`, `256K`, `1.2M`, `17G`: at most five columns; K is 1024. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = "";
  for (const larger of ["K", "M", "G", "T"]) {
    if (value < 999.5) break;
    value /= 1024;
    unit = larger;
  }
  return `${unit === "" || value >= 99.95 ? Math.round(value) : value.toFixed(1)}${unit}`;
}

/** A moment since the process started, in seconds: as wide for the first line as for one two hours later. */
export const formatMoment = (atMs: number): string => (atMs / 1000).toFixed(3).padStart(8);
