import { sniffPhoto } from './sniff';

const riff = (kind: string) => Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from(kind)]);
function ftyp(major: string, ...compatible: string[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(16 + 4 * compatible.length);
  return Buffer.concat([size, Buffer.from(`ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1')]);
}

it.each([
  ['jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])],
  ['webp', riff('WEBPVP8 ')],
  ['heic', ftyp('heic')],
  ['heic', ftyp('mif1', 'mif1', 'heic')],
  ['heic', ftyp('msf1')],
  ['other', ftyp('mif1', 'mif1', 'avif')],
  ['other', ftyp('avif')],
  ['other', ftyp('isom')],
  // announces no compatible brand: the instruction helps more than "wrong type"
  ['heic', Buffer.from('\0\0\0\0ftypmif1')],
  ['other', riff('WAVEfmt ')],
  ['other', Buffer.from('GIF89a')],
  ['other', Buffer.from('II*\0')],
  ['other', Buffer.from('BM')],
  ['other', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['other', Buffer.from('%PDF-1.7')],
  ['other', Buffer.from([0xff, 0xd8])],
  ['other', Buffer.alloc(64)],
  ['empty', Buffer.alloc(0)],
])('tells %s by its bytes alone (%#)', (kind, bytes) => {
  expect(sniffPhoto(bytes)).toBe(kind);
});
