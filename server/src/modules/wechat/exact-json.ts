const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * JSON.parse, but integers of 16 digits and more come back as strings: WeChat writes message ids as 19-digit
 * numbers, which a double rounds. Throws SyntaxError like JSON.parse.
 */
export function parseExact(text: string): unknown {
  const safe = text.replace(STRING_OR_LONG_INTEGER, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  return JSON.parse(safe);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
