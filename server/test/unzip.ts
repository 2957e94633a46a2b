import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;

/** The files of a zip archive by name, as text. Throws for what is none. */
export function unzip(bytes: Buffer): Map<string, string> {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('no zip archive');
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    const data = method === 0 ? packed : inflateRawSync(packed);
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), data.toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (xml: string) =>
  xml
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** One cell of a sheet: `text` only where it is written as text. */
export interface SheetCell {
  type: 'text' | 'number' | 'formula';
  value: string;
}

/** The rows of a workbook's nth sheet (from 1), cells by column letter. */
export function sheetOf(bytes: Buffer, nth = 1): Record<string, SheetCell>[] {
  const files = unzip(bytes);
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(
    ([, xml = '']) => plain(xml),
  );
  const sheet = files.get(`xl/worksheets/sheet${nth}.xml`) ?? '';
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    Object.fromEntries(
      [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)].map(
        ([, letter = '', attributes = '', inner = '']) => {
          const value = plain(/<v>(.*?)<\/v>/s.exec(inner)?.[1] ?? inner);
          const isShared = attributes.includes('t="s"');
          const isText = isShared || attributes.includes('t="inlineStr"') || attributes.includes('t="str"');
          const type =
            inner.includes('<f>') || inner.includes('<f ') ? 'formula' : isText ? 'text' : 'number';
          return [
            letter,
            { type, value: isShared ? (strings[Number(value)] ?? '') : value } satisfies SheetCell,
          ];
        },
      ),
    ),
  );
}

/** The paragraphs of a text document. */
export function paragraphsOf(bytes: Buffer): string[] {
  const document = unzip(bytes).get('word/document.xml') ?? '';
  return [...document.matchAll(/<w:p[ >].*?<\/w:p>/gs)]
    .map(([xml]) => plain(xml))
    .filter((text) => text !== '');
}
