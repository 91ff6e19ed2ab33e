// The map's address: what it says of the view, and what of it the script writes itself.

const COMMA = "%2C";
const MOST_PICKED = 200;

/** The ids of a list in an address; a comma within one is written %2C. */
export function idsOf(list: string | null): string[] {
  const ids = (list ?? "").split(",").map((id) => id.trim().replaceAll(COMMA, ","));
  return [...new Set(ids.filter(Boolean))];
}

/** Write ids as a list. */
export function listOf(ids: Iterable<string>): string {
  return [...ids].map((id) => id.replaceAll(",", COMMA)).join(",");
}

/** The address with one value changed; an empty value is left out. */
export function withValue(address: string, name: string, value: string): string {
  const url = new URL(address, "http://map.invalid");
  if (value === "") url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return readable(url);
}

/** The address with these nodes selected. */
export function withPicked(address: string, picked: Iterable<string>): string {
  return withValue(address, "pick", listOf([...picked].slice(0, MOST_PICKED)));
}

/** The address that a form asks for: `type.Firm=1&type.University=1` is written type=Firm,University. */
export function addressOf(action: string, fields: Iterable<readonly [string, string]>): string {
  const values = new Map<string, string[]>();
  for (const [field, value] of fields) {
    if (value.trim() === "") continue;
    const dot = field.indexOf(".");
    const [name, told] = dot > 0 ? [field.slice(0, dot), field.slice(dot + 1)] : [field, value.trim()];
    values.set(name, [...(values.get(name) ?? []), told]);
  }
  if (values.get("colour")?.[0] === "type") values.delete("colour");
  const url = new URL(action, "http://map.invalid");
  for (const [name, told] of values) url.searchParams.set(name, told.length > 1 ? listOf(told) : (told[0] ?? ""));
  return readable(url);
}

/** Where what is remembered of a view belongs: the view without what only changes its look. */
export function scopeOf(address: string): string {
  const url = new URL(address, "http://map.invalid");
  for (const name of ["pick", "at", "colour", "size", "role", "language"]) url.searchParams.delete(name);
  url.searchParams.sort();
  return readable(url);
}

function readable({ pathname, search }: URL): string {
  return pathname + search.replaceAll(COMMA, ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
}
